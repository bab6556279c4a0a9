/* Runs every file of a folder through a fuzzer once, as libFuzzer would. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { INPUT_MAX = 1024 * 1024 }; /* bytes; libFuzzer's own limit for files of a corpus */

static int replay(const char *folder, const char *name)
{
        static char path[4096];
        if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
                return 1;
        FILE *in = fopen(path, "rb");
        uint8_t *bytes = malloc(INPUT_MAX);
        size_t size = in && bytes ? fread(bytes, 1, INPUT_MAX, in) : 0;
        int failed = !in || !bytes || ferror(in);
        if (!failed) {
                uint8_t *exact = malloc(size ? size : 1); /* so that a sanitizer sees a read past the end */
                failed = !exact;
                if (exact && size)
                        memcpy(exact, bytes, size);
                if (exact)
                        LLVMFuzzerTestOneInput(exact, size);
                free(exact);
        }
        if (in)
                fclose(in);
        free(bytes);
        return failed;
}

int main(int argc, char **argv)
{
        DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
        if (!folder) {
                fputs("usage: fuzz_NAME CORPUS\n", stderr);
                return 2;
        }
        int failed = 0, count = 0;
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
                if (entry->d_name[0] != '.') {
                        failed |= replay(argv[1], entry->d_name);
                        count++;
                }
        closedir(folder);
        printf("%d inputs\n", count);
        return failed || count == 0;
}
