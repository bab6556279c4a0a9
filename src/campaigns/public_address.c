/* Public addresses. */
#include "campaigns/public_address.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

/* https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast and what lies above it */
static const struct {
        uint32_t network;
        unsigned bits;
} special_4[] = {
        {0x00000000, 8},  /* 0.0.0.0/8, this network */
        {0x0A000000, 8},  /* 10.0.0.0/8 */
        {0x64400000, 10}, /* 100.64.0.0/10, carriers' */
        {0x7F000000, 8},  /* 127.0.0.0/8 */
        {0xA9FE0000, 16}, /* 169.254.0.0/16, link-local, where clouds tell secrets */
        {0xAC100000, 12}, /* 172.16.0.0/12 */
        {0xC0000000, 24}, /* 192.0.0.0/24 */
        {0xC0000200, 24}, /* 192.0.2.0/24, documentation */
        {0xC0586300, 24}, /* 192.88.99.0/24, 6to4 relays */
        {0xC0A80000, 16}, /* 192.168.0.0/16 */
        {0xC6120000, 15}, /* 198.18.0.0/15, benchmarks */
        {0xC6336400, 24}, /* 198.51.100.0/24, documentation */
        {0xCB007100, 24}, /* 203.0.113.0/24, documentation */
        {0xE0000000, 3},  /* 224.0.0.0/4 and 240.0.0.0/4 */
};

static bool is_public_4(uint32_t address)
{
        for (size_t i = 0; i < sizeof special_4 / sizeof *special_4; i++)
                if ((address ^ special_4[i].network) >> (32 - special_4[i].bits) == 0)
                        return false;
        return true;
}

static uint32_t at(const uint8_t *bytes)
{
        return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Global unicast is 2000::/3; what is special within it: 2001::/23 (Teredo, benchmarks, ORCHID), 2001:db8::/32,
 * 2002::/16 (6to4), 3fff::/20, 5f00::/16 is outside. NAT64 (64:ff9b::/96) is let through for what it stands for. */
static bool is_public_6(const uint8_t *a)
{
        static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff}, nat64[12] = {0, 0x64, 0xff, 0x9b};
        if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
                return is_public_4(at(a + 12));
        if ((a[0] & 0xe0) != 0x20 || at(a) == 0x20010db8 || (at(a) & 0xfffffe00) == 0x20010000)
                return false;
        if ((at(a) & 0xffff0000) == 0x20020000 || (at(a) & 0xfffff000) == 0x3fff0000)
                return false;
        return true;
}

bool address_is_public(const struct sockaddr *address)
{
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        if (address->sa_family == AF_INET) {
                memcpy(&in, address, sizeof in);
                return is_public_4(ntohl(in.sin_addr.s_addr));
        }
        if (address->sa_family != AF_INET6)
                return false;
        memcpy(&in6, address, sizeof in6);
        return is_public_6(in6.sin6_addr.s6_addr);
}
