/* Works on files and folders in every way that preview 1 offers to C, and tries to leave them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void list(const char *path) {
    DIR *folder = opendir(path);
    if (!folder) { printf("%s: errno %d\n", path, errno); return; }
    for (struct dirent *entry; (entry = readdir(folder));) printf("%s/%s %d\n", path, entry->d_name, entry->d_type);
    closedir(folder);
}

static void attempt(const char *path, int flags) {
    int number = open(path, flags, 0644);
    printf("open %s %d\n", path, number < 0 ? -errno : number);
    if (number >= 0) close(number);
}

int main(void) {
    char buffer[64] = {0};
    list("/in");
    FILE *source = fopen("/in/folder/data.txt", "r");
    printf("read %zu\n", fread(buffer, 1, sizeof buffer - 1, source));
    printf("%s", buffer);
    fclose(source);
    mkdir("/out/a", 0755);
    mkdir("/out/a/b", 0755);
    FILE *target = fopen("/out/a/b/first.txt", "w+");
    fputs("0123456789", target);
    fseek(target, 4, SEEK_SET);
    fputs("XY", target);
    fseek(target, 20, SEEK_SET);
    fputs("end", target);
    rewind(target);
    printf("again %zu\n", fread(buffer, 1, sizeof buffer, target));
    fclose(target);
    struct stat facts;
    stat("/out/a/b/first.txt", &facts);
    printf("size %lld inode %llu time %lld\n", (long long)facts.st_size, (unsigned long long)facts.st_ino,
           (long long)facts.st_mtim.tv_sec);
    printf("rename %d\n", rename("/out/a/b/first.txt", "/out/second.txt"));
    printf("move folder into itself %d\n", rename("/out/a", "/out/a/b/c") ? errno : 0);
    int appended = open("/out/second.txt", O_WRONLY | O_APPEND);
    write(appended, "+more", 5);
    ftruncate(appended, 26);
    close(appended);
    printf("rmdir %d\n", rmdir("/out/a") ? errno : 0);
    rmdir("/out/a/b");
    printf("rmdir %d\n", rmdir("/out/a") ? errno : 0);
    attempt("/in/folder/data.txt", O_RDWR);
    attempt("/in/new", O_CREAT | O_WRONLY);
    attempt("/out/../../etc/passwd", O_RDONLY);
    attempt("/etc/passwd", O_RDONLY);
    attempt("/out/second.txt/", O_RDONLY);
    attempt("/out/missing/file", O_CREAT | O_WRONLY);
    attempt("/out/second.txt", O_CREAT | O_EXCL | O_WRONLY);
    printf("unlink in /in %d\n", unlink("/in/top.txt") ? errno : 0);
    printf("symlink %d\n", symlink("/in/top.txt", "/out/link") ? errno : 0);
    list("/out");
    return 0;
}
