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
    ROW(semimembranosus) = {2, {AT(pelvis, -48, -36, 73), AT(tibia_r, -38, -471, 70)}},
    ROW(semitendinosus) = {3, {AT(pelvis, -55, -48, 63), AT(tibia_r, -46, -477, 65), AT(tibia_r, 1, -504, 76)}},
    ROW(biceps_femoris_lh) = {3, {AT(pelvis, -54, -41, 71), AT(tibia_r, -37, -461, 123), AT(tibia_r, -27, -477, 122)}},
    ROW(biceps_femoris_sh) = {3, {AT(femur_r, 5, -222, 111), AT(tibia_r, -36, -460, 120), AT(tibia_r, -25, -481, 122)}},
    // ---- front of the thigh: over the kneecap to the tuberosity of the tibia
    ROW(rectus_femoris) = {4,
                           {AT(pelvis, 42, 44, 104), AT(patella_r, 46, -389, 88), AT(patella_r, 47, -420, 88),
                            AT(tibia_r, 32, -490, 88)}},
    ROW(vastus_int) = {5,
                       {AT(femur_r, 28, -200, 118), AT(femur_r, 45, -217, 118), AT(patella_r, 39, -387, 88),
                        AT(patella_r, 50, -421, 88), AT(tibia_r, 27, -492, 88)}},
    ROW(tfl) = {4,
                {AT(pelvis, 38, 92, 126), AT(femur_r, 24, -124, 158), AT(femur_r, 6, -434, 122),
                 AT(tibia_r, 10, -468, 121)}},
    ROW(sartorius) = {5,
                      {AT(pelvis, 48, 67, 123), AT(femur_r, -6, -376, 46), AT(tibia_r, -26, -457, 50),
                       AT(tibia_r, -12, -486, 58), AT(tibia_r, 16, -508, 78)}},
    ROW(gracilis) = {3, {AT(pelvis, 3, -55, 30), AT(tibia_r, -34, -473, 56), AT(tibia_r, 4, -502, 72)}},
    // ---- hip flexors: over the brim of the pelvis, round the head of the femur, to the lesser trochanter
    ROW(psoas) = {4,
                  {AT(l3, -20, 165, 37), AT(pelvis, 40, 17, 75), ROUND(pelvis, 9, 2, 76, 22, 1, -0.7),
                   AT(femur_r, -17, -58, 96)}},
    ROW(iliacus) = {4,
                    {AT(pelvis, -3, 105, 96), AT(pelvis, 37, 27, 87), ROUND(pelvis, 9, 0, 86, 22, 1, -0.7),
                     AT(femur_r, -3, -64, 105)}},
    // ---- buttock
    ROW(piriformis) = {3, {AT(pelvis, -56, 70, 24), AT(pelvis, -48, 44, 70), AT(femur_r, -15, -4, 132)}},
    ROW(glut_max1) = {4,
                      {AT(pelvis, -58, 120, 70), AT(pelvis, -64, 61, 91), AT(femur_r, -46, -29, 123),
                       AT(femur_r, -28, -58, 135)}},
    ROW(glut_max2) = {4,
                      {AT(pelvis, -70, 85, 59), AT(pelvis, -73, 16, 94), AT(femur_r, -45, -57, 116),
                       AT(femur_r, -16, -106, 130)}},
    ROW(glut_max3) = {4,
                      {AT(pelvis, -80, 30, 15), AT(pelvis, -73, -45, 52), AT(femur_r, -31, -115, 101),
                       AT(femur_r, -6, -148, 129)}},
    ROW(glut_med1) = {2, {AT(pelvis, 21, 100, 127), AT(femur_r, -22, -12, 143)}},
    ROW(glut_med2) = {2, {AT(pelvis, -22, 110, 80), AT(femur_r, -26, -6, 141)}},
    ROW(glut_med3) = {2, {AT(pelvis, -55, 74, 66), AT(femur_r, -31, -5, 140)}},
    ROW(glut_min2) = {2, {AT(pelvis, 1, 63, 106), AT(femur_r, -10, -10, 143)}},
    // ---- inner thigh
    ROW(add_longus) = {2, {AT(pelvis, 45, -15, 23), AT(femur_r, 7, -235, 107)}},
    ROW(add_brevis) = {2, {AT(pelvis, 24, -20, 23), AT(femur_r, -2, -124, 114)}},
    ROW(add_magnus_mid) = {2, {AT(pelvis, -4, -50, 34), AT(femur_r, 2, -208, 115)}},
    ROW(add_magnus_isch) = {2, {AT(pelvis, -39, -52, 51), AT(femur_r, 7, -403, 57)}},
    ROW(pectineus) = {2, {AT(pelvis, 30, -7, 46), AT(femur_r, -14, -91, 112)}},
    ROW(quadratus_femoris) = {2, {AT(pelvis, -43, -47, 58), AT(femur_r, -36, -37, 124)}},
    // ---- calf and shin
    ROW(gastroc_med) = {4,
                        {AT(femur_r, -13, -414, 66), AT(tibia_r, -53, -498, 75), AT(tibia_r, -50, -580, 80),
                         AT(foot_r, -41, -838, 88)}},
    ROW(gastroc_lat) = {4,
                        {AT(femur_r, -16, -413, 110), AT(tibia_r, -56, -495, 104), AT(tibia_r, -50, -580, 96),
                         AT(foot_r, -41, -838, 88)}},
    ROW(soleus) = {2, {AT(tibia_r, -6, -540, 97), AT(foot_r, -42, -837, 87)}},
    ROW(tibialis_ant) = {4,
                         {AT(tibia_r, 15, -572, 103), AT(tibia_r, 24, -640, 99), AT(tibia_r, 24, -792, 76),
                          AT(foot_r, 64, -848, 68)}},
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
