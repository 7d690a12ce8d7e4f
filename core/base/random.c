// core/base: seeded random numbers (PCG32) and the hash of golden tests (FNV-1a). All state is in the caller's struct.
#include "core/base/base.h"

lsn_random lsn_random_make(uint64_t seed, uint64_t stream) {
    lsn_random random = {.state = 0, .increment = stream << 1 | 1};
    (void)lsn_random_u32(&random);
    random.state += seed;
    (void)lsn_random_u32(&random);
    return random;
}

// PCG-XSH-RR 64/32, O'Neill 2014, section 6.3.
uint32_t lsn_random_u32(lsn_random *random) {
    uint64_t old = random->state;
    random->state = old * 6364136223846793005ull + random->increment;
    uint32_t mixed = (uint32_t)(((old >> 18) ^ old) >> 27);
    uint32_t turn = (uint32_t)(old >> 59);
    return mixed >> turn | mixed << ((32 - turn) & 31);
}

uint32_t lsn_random_below(lsn_random *random, uint32_t bound) {
    LSN_ASSERT(bound > 0);
    uint32_t reject_below = (0 - bound) % bound; // 2^32 mod bound: what is left over divides evenly
    for (;;) {
        uint32_t value = lsn_random_u32(random);
        if (value >= reject_below) return value % bound;
    }
}

double lsn_random_unit(lsn_random *random) {
    uint64_t high = lsn_random_u32(random) >> 5, low = lsn_random_u32(random) >> 6;
    return (double)(high << 26 | low) * 0x1p-53;
}

double lsn_random_normal(lsn_random *random) {
    double radius = lsn_sqrt(-2.0 * lsn_log(1.0 - lsn_random_unit(random)));
    return radius * lsn_cos(2.0 * LSN_PI * lsn_random_unit(random));
}

uint64_t lsn_hash(uint64_t hash, const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) hash = (hash ^ at[i]) * 1099511628211ull;
    return hash;
}
