// core/body: where the muscles run. Invariant: each point is fixed in one segment and each cylinder is passed on one
// side, so lengths change smoothly with the pose (no conditional points, which jump).
//
// Attachments are our own placement from anatomy (Gray's Anatomy, 42nd ed.) on this skeleton, moved by millimetres
// within their bony landmarks until lengths agree with what is published; tests/test_muscle.c holds the facts.
#include "core/body/muscle.h"

#define AT(s, x, y, z)                                                                                                 \
    {                                                                                                                  \
        .kind = LSN_PART_POINT, .segment = LSN_SEG_##s, .mm = { x, y, z }                                              \
    }
// A cylinder across the body, passed on the side (sx, sy).
#define ROUND(s, x, y, z, r, sx, sy)                                                                                   \
    {                                                                                                                  \
        .kind = LSN_PART_CYLINDER, .segment = LSN_SEG_##s, .mm = {x, y, z}, .radius_mm = r, .side = { sx, sy }         \
    }
#define ROW(name) [LSN_MUSCLE_ROW_##name]

const lsn_muscle_row lsn_muscle_rows[LSN_MUSCLE_ROWS] = {
    // ---- back of the thigh: ischial tuberosity, linea aspera or pubis to the top of tibia and fibula
    ROW(semimembranosus) = {2, {AT(pelvis, -47, -36, 69), AT(tibia_r, -36, -471, 70)}},
    ROW(semitendinosus) = {3, {AT(pelvis, -56, -47, 60), AT(tibia_r, -45, -478, 64), AT(tibia_r, 6, -505, 72)}},
    ROW(biceps_femoris_lh) = {3, {AT(pelvis, -56, -42, 67), AT(tibia_r, -36, -463, 122), AT(tibia_r, -20, -482, 122)}},
    ROW(biceps_femoris_sh) = {3,
                              {AT(femur_r, -8, -225, 104), AT(tibia_r, -34, -462, 120), AT(tibia_r, -20, -482, 122)}},
    // ---- front of the thigh: over the kneecap to the tuberosity of the tibia
    ROW(rectus_femoris) = {4,
                           {AT(pelvis, 45, 40, 97), AT(patella_r, 47, -391, 88), AT(patella_r, 49, -418, 88),
                            AT(tibia_r, 34, -485, 88)}},
    ROW(vastus_int) = {5,
                       {AT(femur_r, 28, -169, 96), AT(femur_r, 42, -230, 98), AT(patella_r, 42, -390, 88),
                        AT(patella_r, 49, -418, 88), AT(tibia_r, 33, -486, 88)}},
    ROW(tfl) = {4,
                {AT(pelvis, 41, 83, 124), AT(femur_r, 21, -122, 154), AT(femur_r, 8, -430, 124),
                 AT(tibia_r, 9, -463, 120)}},
    ROW(sartorius) = {5,
                      {AT(pelvis, 44, 74, 121), AT(femur_r, 1, -362, 47), AT(tibia_r, -25, -458, 50),
                       AT(tibia_r, -9, -488, 58), AT(tibia_r, 14, -511, 76)}},
    ROW(gracilis) = {3, {AT(pelvis, 7, -55, 22), AT(tibia_r, -31, -473, 58), AT(tibia_r, 5, -504, 72)}},
    // ---- hip flexors: over the brim of the pelvis, round the head of the femur, to the lesser trochanter
    ROW(psoas) = {4,
                  {AT(l3, -21, 168, 36), AT(pelvis, 41, 16, 75), ROUND(pelvis, 9, 2, 76, 22, 1, -0.7),
                   AT(femur_r, -18, -62, 94)}},
    ROW(iliacus) = {4,
                    {AT(pelvis, 2, 100, 92), AT(pelvis, 38, 20, 86), ROUND(pelvis, 9, 2, 86, 22, 1, -0.7),
                     AT(femur_r, -7, -64, 104)}},
    // ---- buttock
    ROW(piriformis) = {3, {AT(pelvis, -66, 62, 21), AT(pelvis, -48, 44, 69), AT(femur_r, -15, -3, 133)}},
    ROW(glut_max1) = {4,
                      {AT(pelvis, -66, 118, 58), AT(pelvis, -70, 66, 91), AT(femur_r, -48, -29, 125),
                       AT(femur_r, -22, -68, 134)}},
    ROW(glut_max2) = {4,
                      {AT(pelvis, -80, 80, 42), AT(pelvis, -82, 20, 93), AT(femur_r, -48, -56, 116),
                       AT(femur_r, -12, -116, 125)}},
    ROW(glut_max3) = {4,
                      {AT(pelvis, -86, 33, 14), AT(pelvis, -80, -43, 49), AT(femur_r, -36, -106, 97),
                       AT(femur_r, -7, -154, 116)}},
    ROW(glut_med1) = {2, {AT(pelvis, 21, 97, 123), AT(femur_r, -21, -11, 142)}},
    ROW(glut_med2) = {2, {AT(pelvis, -24, 118, 86), AT(femur_r, -25, -6, 140)}},
    ROW(glut_med3) = {2, {AT(pelvis, -63, 84, 66), AT(femur_r, -31, -3, 141)}},
    ROW(glut_min2) = {2, {AT(pelvis, 1, 62, 105), AT(femur_r, -9, -10, 142)}},
    // ---- inner thigh
    ROW(add_longus) = {2, {AT(pelvis, 44, -15, 24), AT(femur_r, 5, -230, 105)}},
    ROW(add_brevis) = {2, {AT(pelvis, 27, -22, 20), AT(femur_r, -2, -138, 112)}},
    ROW(add_magnus_mid) = {2, {AT(pelvis, -4, -46, 37), AT(femur_r, -2, -197, 109)}},
    ROW(add_magnus_isch) = {2, {AT(pelvis, -41, -50, 53), AT(femur_r, 0, -396, 57)}},
    ROW(pectineus) = {2, {AT(pelvis, 30, -11, 46), AT(femur_r, -13, -91, 113)}},
    ROW(quadratus_femoris) = {2, {AT(pelvis, -40, -45, 59), AT(femur_r, -35, -33, 122)}},
    // ---- calf and shin
    ROW(gastroc_med) = {4,
                        {AT(femur_r, -15, -415, 66), AT(tibia_r, -51, -503, 73), AT(tibia_r, -48, -585, 79),
                         AT(foot_r, -41, -840, 87)}},
    ROW(gastroc_lat) = {4,
                        {AT(femur_r, -18, -413, 110), AT(tibia_r, -53, -500, 104), AT(tibia_r, -48, -585, 96),
                         AT(foot_r, -42, -840, 87)}},
    ROW(soleus) = {2, {AT(tibia_r, -10, -533, 94), AT(foot_r, -44, -839, 86)}},
    ROW(tibialis_ant) = {4,
                         {AT(tibia_r, 13, -580, 103), AT(tibia_r, 22, -650, 98), AT(tibia_r, 26, -791, 76),
                          AT(foot_r, 60, -849, 65)}},
    // ---- back
    ROW(multifidus_lumbar) = {4,
                              {AT(pelvis, -76, 91, 27), AT(l4, -72, 154, 20), AT(l2, -72, 215, 11),
                               AT(l1, -72, 240, 5)}},
    ROW(multifidus_thoracic) = {3, {AT(l3, -40, 192, 9), AT(t12_t9, -81, 345, 37), AT(t4_t1, -97, 459, 2)}},
    ROW(erector_longissimus_lumborum) = {4,
                                         {AT(pelvis, -72, 89, 33), AT(l4, -57, 148, 25), AT(l2, -56, 224, 23),
                                          AT(l1, -60, 261, 30)}},
    ROW(erector_longissimus_thoracis) = {5,
                                         {AT(pelvis, -78, 108, 25), AT(l3, -72, 191, 26), AT(t12_t9, -86, 315, 22),
                                          AT(t8_t5, -78, 426, 24), AT(t4_t1, -80, 481, 28)}},
    ROW(erector_iliocostalis_lumb) = {4,
                                      {AT(pelvis, -67, 107, 54), AT(l3, -72, 184, 38), AT(l1, -59, 289, 42),
                                       AT(t12_t9, -80, 322, 77)}},
    ROW(erector_iliocostalis_thor) = {5,
                                      {AT(pelvis, -70, 108, 56), AT(l3, -72, 197, 57), AT(t12_t9, -85, 328, 48),
                                       AT(t8_t5, -86, 421, 57), AT(t8_t5, -87, 430, 58)}},
    ROW(quadratus_lumborum) = {4,
                               {AT(pelvis, -46, 120, 79), AT(l4, -53, 149, 65), AT(l2, -56, 223, 40),
                                AT(t12_t9, -44, 295, 38)}},
    // ---- front and side of the trunk
    ROW(external_oblique) = {4,
                             {AT(t8_t5, -45, 344, 131), AT(l1, 13, 290, 127), AT(l3, -42, 165, 122),
                              AT(pelvis, 0, 123, 118)}},
    ROW(internal_oblique) = {3, {AT(pelvis, 12, 100, 125), AT(l3, 53, 212, 131), AT(t12_t9, 44, 267, 91)}},
    ROW(rectus_abdominis) = {4,
                             {AT(pelvis, 56, -6, 17), AT(l4, 94, 139, 40), AT(l1, 95, 260, 43),
                              AT(t8_t5, 95, 384, 42)}},
    ROW(transversus_abdominis) = {4,
                                  {AT(l3, -52, 186, 60), AT(l3, -4, 186, 128), AT(l3, 62, 186, 100),
                                   AT(l3, 88, 186, 8)}},
    ROW(latissimus_dorsi) = {5,
                             {AT(pelvis, -66, 124, 50), AT(l2, -68, 222, 58), AT(t12_t9, -78, 312, 80),
                              AT(t8_t5, -72, 360, 108), AT(humerus_r, -6, 398, 166)}},
};
