// core/body: the names that an anatomy book has for the muscles. Some of ours are parts of one of them.
#include "core/body/muscle.h"

static const char *const latins[LSN_MUSCLE_ROWS] = {
    [LSN_MUSCLE_ROW_semimembranosus] = "semimembranosus",
    [LSN_MUSCLE_ROW_semitendinosus] = "semitendinosus",
    [LSN_MUSCLE_ROW_biceps_femoris_lh] = "biceps femoris, caput longum",
    [LSN_MUSCLE_ROW_biceps_femoris_sh] = "biceps femoris, caput breve",
    [LSN_MUSCLE_ROW_rectus_femoris] = "rectus femoris",
    [LSN_MUSCLE_ROW_vastus_int] = "vastus intermedius",
    [LSN_MUSCLE_ROW_tfl] = "tensor fasciae latae",
    [LSN_MUSCLE_ROW_sartorius] = "sartorius",
    [LSN_MUSCLE_ROW_gracilis] = "gracilis",
    [LSN_MUSCLE_ROW_psoas] = "psoas major",
    [LSN_MUSCLE_ROW_iliacus] = "iliacus",
    [LSN_MUSCLE_ROW_piriformis] = "piriformis",
    [LSN_MUSCLE_ROW_glut_max1] = "gluteus maximus",
    [LSN_MUSCLE_ROW_glut_max2] = "gluteus maximus",
    [LSN_MUSCLE_ROW_glut_max3] = "gluteus maximus",
    [LSN_MUSCLE_ROW_glut_med1] = "gluteus medius",
    [LSN_MUSCLE_ROW_glut_med2] = "gluteus medius",
    [LSN_MUSCLE_ROW_glut_med3] = "gluteus medius",
    [LSN_MUSCLE_ROW_glut_min2] = "gluteus minimus",
    [LSN_MUSCLE_ROW_add_longus] = "adductor longus",
    [LSN_MUSCLE_ROW_add_brevis] = "adductor brevis",
    [LSN_MUSCLE_ROW_add_magnus_mid] = "adductor magnus",
    [LSN_MUSCLE_ROW_add_magnus_isch] = "adductor magnus",
    [LSN_MUSCLE_ROW_pectineus] = "pectineus",
    [LSN_MUSCLE_ROW_quadratus_femoris] = "quadratus femoris",
    [LSN_MUSCLE_ROW_gastroc_med] = "gastrocnemius, caput mediale",
    [LSN_MUSCLE_ROW_gastroc_lat] = "gastrocnemius, caput laterale",
    [LSN_MUSCLE_ROW_soleus] = "soleus",
    [LSN_MUSCLE_ROW_tibialis_ant] = "tibialis anterior",
    [LSN_MUSCLE_ROW_multifidus_lumbar] = "multifidus lumborum",
    [LSN_MUSCLE_ROW_multifidus_thoracic] = "multifidus thoracis",
    [LSN_MUSCLE_ROW_erector_longissimus_lumborum] = "longissimus lumborum",
    [LSN_MUSCLE_ROW_erector_longissimus_thoracis] = "longissimus thoracis",
    [LSN_MUSCLE_ROW_erector_iliocostalis_lumb] = "iliocostalis lumborum",
    [LSN_MUSCLE_ROW_erector_iliocostalis_thor] = "iliocostalis thoracis",
    [LSN_MUSCLE_ROW_quadratus_lumborum] = "quadratus lumborum",
    [LSN_MUSCLE_ROW_external_oblique] = "obliquus externus abdominis",
    [LSN_MUSCLE_ROW_internal_oblique] = "obliquus internus abdominis",
    [LSN_MUSCLE_ROW_rectus_abdominis] = "rectus abdominis",
    [LSN_MUSCLE_ROW_transversus_abdominis] = "transversus abdominis",
    [LSN_MUSCLE_ROW_latissimus_dorsi] = "latissimus dorsi",
};

const char *lsn_muscle_latin(lsn_muscle muscle) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    const char *latin = latins[(muscle - 1) / 2];
    LSN_ASSERT(latin);
    return latin;
}
