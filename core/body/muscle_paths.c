// core/body: where the muscles run. Invariant: each point is fixed in one segment and each round body is passed on one
// side, so lengths change smoothly with the pose (no conditional points, which jump).
//
// Attachments are our own placement from anatomy (Gray's Anatomy, 42nd ed.) on this skeleton, moved by millimetres
// within their bony landmarks until lengths agree with what is published; tests/test_muscle.c holds the facts.
#include "core/body/muscle.h"

#define AT(s, x, y, z)                                                                                                 \
    {                                                                                                                  \
        .kind = LSN_PART_POINT, .segment = LSN_SEG_##s, .mm = { x, y, z }                                              \
    }
// A cylinder across the body (its axis along z), passed on the side (sx, sy).
#define ROUND(s, x, y, z, r, sx, sy)                                                                                   \
    {                                                                                                                  \
        .kind = LSN_PART_CYLINDER, .segment = LSN_SEG_##s, .mm = {x, y, z}, .radius_mm = r, .axis = {0, 0, 1},         \
        .side = {                                                                                                      \
            sx,                                                                                                        \
            sy,                                                                                                        \
            0                                                                                                          \
        }                                                                                                              \
    }
#define ROW(name) [LSN_MUSCLE_ROW_##name]

const lsn_muscle_row lsn_muscle_rows[LSN_MUSCLE_ROWS] = {
    // ---- back of the thigh: ischial tuberosity, linea aspera or pubis to the top of tibia and fibula
    ROW(semimembranosus) = {2, {AT(pelvis, -47.7, -35.7, 72.6), AT(tibia_r, -37.6, -470.8, 70)}},
    ROW(semitendinosus) = {3,
                           {AT(pelvis, -54.5, -48.2, 62.8), AT(tibia_r, -46, -476.9, 65.2),
                            AT(tibia_r, 1.2, -503.5, 75.8)}},
    ROW(biceps_femoris_lh) = {3,
                              {AT(pelvis, -54.1, -41.2, 70.6), AT(tibia_r, -36.8, -461.4, 122.9),
                               AT(tibia_r, -27.1, -476.8, 122)}},
    ROW(biceps_femoris_sh) = {3,
                              {AT(femur_r, 4.8, -222.3, 111), AT(tibia_r, -36, -460, 119.8),
                               AT(tibia_r, -24.7, -480.6, 122)}},
    // ---- front of the thigh: over the kneecap to the tuberosity of the tibia
    ROW(rectus_femoris) = {4,
                           {AT(pelvis, 42.4, 43.6, 103.7), AT(patella_r, 46, -389.1, 88), AT(patella_r, 47, -420, 88),
                            AT(tibia_r, 32.4, -490, 88)}},
    ROW(vastus_int) = {5,
                       {AT(femur_r, 27.6, -199.6, 117.8), AT(femur_r, 44.9, -216.7, 118.4),
                        AT(patella_r, 39, -387.2, 87.7), AT(patella_r, 49.6, -420.8, 88),
                        AT(tibia_r, 27.3, -492.4, 88)}},
    ROW(tfl) = {4,
                {AT(pelvis, 38, 91.8, 126.3), AT(femur_r, 23.6, -124, 158), AT(femur_r, 5.6, -434.4, 122.3),
                 AT(tibia_r, 9.8, -467.6, 121)}},
    ROW(sartorius) = {5,
                      {AT(pelvis, 48, 67.1, 123.2), AT(femur_r, -6.1, -375.8, 45.8), AT(tibia_r, -25.7, -456.9, 49.9),
                       AT(tibia_r, -12, -486, 58), AT(tibia_r, 16, -508, 78)}},
    ROW(gracilis) = {3, {AT(pelvis, 2.5, -55.4, 30.1), AT(tibia_r, -34.2, -473, 55.8), AT(tibia_r, 3.7, -501.7, 71.8)}},
    // ---- hip flexors: over the brim of the pelvis, round the head of the femur, to the lesser trochanter
    ROW(psoas) = {4,
                  {AT(l3, -20.2, 165.1, 36.7), AT(pelvis, 39.9, 17.4, 74.6), ROUND(pelvis, 9, 2.1, 76, 22, 1, -0.7),
                   AT(femur_r, -16.8, -57.7, 95.5)}},
    ROW(iliacus) = {4,
                    {AT(pelvis, -2.6, 105.4, 95.7), AT(pelvis, 38.7, 22.5, 86.5),
                     ROUND(pelvis, 9, 0.4, 86, 22, 1, -0.7), AT(femur_r, -2.9, -64.2, 105.3)}},
    // ---- buttock
    ROW(piriformis) = {3, {AT(pelvis, -56, 70, 23.9), AT(pelvis, -48.1, 43.9, 70.4), AT(femur_r, -14.9, -3.6, 131.9)}},
    ROW(glut_max1) = {4,
                      {AT(pelvis, -58, 120.1, 70), AT(pelvis, -63.5, 60.5, 91.1), AT(femur_r, -45.6, -28.6, 122.6),
                       AT(femur_r, -28, -58.1, 135)}},
    ROW(glut_max2) = {4,
                      {AT(pelvis, -70, 85, 59), AT(pelvis, -72.9, 15.8, 94.1), AT(femur_r, -44.7, -56.9, 115.8),
                       AT(femur_r, -16, -106, 130)}},
    ROW(glut_max3) = {4,
                      {AT(pelvis, -79.9, 29.6, 15.2), AT(pelvis, -73.2, -44.5, 52), AT(femur_r, -31.1, -114.5, 100.6),
                       AT(femur_r, -6.2, -147.7, 128.7)}},
    ROW(glut_med1) = {2, {AT(pelvis, 21, 100.1, 126.7), AT(femur_r, -21.7, -11.6, 143.2)}},
    ROW(glut_med2) = {2, {AT(pelvis, -21.7, 110.4, 79.5), AT(femur_r, -25.7, -5.8, 140.6)}},
    ROW(glut_med3) = {2, {AT(pelvis, -55.3, 74.1, 66.2), AT(femur_r, -30.9, -4.7, 139.7)}},
    ROW(glut_min2) = {2, {AT(pelvis, 1.1, 62.8, 105.7), AT(femur_r, -9.5, -10.2, 143.2)}},
    // ---- inner thigh
    ROW(add_longus) = {2, {AT(pelvis, 45.3, -14.6, 23.1), AT(femur_r, 7.3, -234.7, 106.6)}},
    ROW(add_brevis) = {2, {AT(pelvis, 24.3, -19.9, 23.1), AT(femur_r, -1.9, -123.9, 113.5)}},
    ROW(add_magnus_mid) = {2, {AT(pelvis, -3.6, -50.4, 33.5), AT(femur_r, 1.8, -208.4, 114.9)}},
    ROW(add_magnus_isch) = {2, {AT(pelvis, -38.5, -52, 51.4), AT(femur_r, 6.7, -403.3, 56.5)}},
    ROW(pectineus) = {2, {AT(pelvis, 28.5, -11.1, 48.4), AT(femur_r, -12.6, -85, 114.1)}},
    ROW(quadratus_femoris) = {2, {AT(pelvis, -42.8, -48, 57.1), AT(femur_r, -37.1, -34.9, 123.6)}},
    // ---- calf and shin
    ROW(gastroc_med) = {4,
                        {AT(femur_r, -12.7, -414.2, 65.6), AT(tibia_r, -52.8, -498.2, 75), AT(tibia_r, -49.7, -580, 80),
                         AT(foot_r, -42.1, -837.5, 88)}},
    ROW(gastroc_lat) = {4,
                        {AT(femur_r, -16.1, -412.5, 110.2), AT(tibia_r, -55.7, -495.1, 103.5),
                         AT(tibia_r, -49.8, -580, 96), AT(foot_r, -43.3, -837.4, 88)}},
    ROW(soleus) = {2, {AT(tibia_r, -6.2, -540, 97), AT(foot_r, -44, -835.9, 87)}},
    ROW(tibialis_ant) = {4,
                         {AT(tibia_r, 16, -565.8, 102), AT(tibia_r, 26.1, -630, 98), AT(tibia_r, 25.8, -790.1, 74.5),
                          AT(foot_r, 68.2, -846, 65.8)}},
    // ---- back
    ROW(multifidus_lumbar) = {4,
                              {AT(pelvis, -76.9, 83.8, 24), AT(l4, -78.2, 152, 21.4), AT(l2, -77.8, 215.7, 12.8),
                               AT(l1, -75.2, 247.7, 5.4)}},
    ROW(multifidus_thoracic) = {3, {AT(l3, -40, 191.8, 9.1), AT(t12_t9, -80.5, 344.7, 36.7), AT(t4_t1, -97, 458.8, 2)}},
    ROW(erector_longissimus_lumborum) = {4,
                                         {AT(pelvis, -71.7, 89, 33.3), AT(l4, -57.1, 148.3, 25.6),
                                          AT(l2, -55.9, 223.4, 23.9), AT(l1, -59.7, 260.8, 29.7)}},
    ROW(erector_longissimus_thoracis) = {5,
                                         {AT(pelvis, -91.5, 84.3, 24.9), AT(l3, -97, 188.8, 28.3),
                                          AT(t12_t9, -77.4, 319.4, 24.4), AT(t8_t5, -85.9, 425.8, 27.5),
                                          AT(t4_t1, -86.4, 496.6, 30.5)}},
    ROW(erector_iliocostalis_lumb) = {4,
                                      {AT(pelvis, -62.4, 107.6, 56.1), AT(l3, -80.6, 184.9, 43.5),
                                       AT(l1, -54.6, 284.6, 44.6), AT(t12_t9, -78.6, 327.2, 78.9)}},
    ROW(erector_iliocostalis_thor) = {5,
                                      {AT(pelvis, -85.8, 117.8, 63), AT(l3, -96.4, 189.4, 62.6),
                                       AT(t12_t9, -79.9, 330.4, 54.7), AT(t8_t5, -88.8, 421, 61.1),
                                       AT(t8_t5, -91.4, 448.3, 60.2)}},
    ROW(quadratus_lumborum) = {4,
                               {AT(pelvis, -45.7, 123.1, 78.5), AT(l4, -50.7, 147.9, 62.4), AT(l2, -54.6, 222.2, 41.9),
                                AT(t12_t9, -47.4, 294.8, 46)}},
    // ---- front and side of the trunk
    ROW(external_oblique) = {4,
                             {AT(t8_t5, -45, 343.9, 131), AT(l1, 13.1, 290, 126.5), AT(l3, -42, 164.5, 121.9),
                              AT(pelvis, 0, 122.7, 118.3)}},
    ROW(internal_oblique) = {3, {AT(pelvis, 11.8, 99.9, 124.7), AT(l3, 52.6, 212.4, 131), AT(t12_t9, 44, 266.8, 90.8)}},
    ROW(rectus_abdominis) = {4,
                             {AT(pelvis, 56.2, -6.4, 17.4), AT(l4, 94.3, 138.8, 40.2), AT(l1, 95.4, 259.7, 43.4),
                              AT(t8_t5, 94.7, 384.4, 41.9)}},
    ROW(transversus_abdominis) = {4,
                                  {AT(l3, -52, 186, 60), AT(l3, -4, 186, 128), AT(l3, 62, 186, 100),
                                   AT(l3, 88, 186, 8)}},
    ROW(latissimus_dorsi) = {6,
                             {AT(pelvis, -66, 124, 50), AT(l2, -70, 222, 58), AT(t12_t9, -80, 330, 82),
                              AT(t8_t5, -68, 410, 128), AT(clavicle_r, -42, 436, 150), AT(humerus_r, -8, 412, 172)}},
};
