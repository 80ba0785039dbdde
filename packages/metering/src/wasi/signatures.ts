/** The module name under which programs import WASI preview 1. */
export const WASI_MODULE = "wasi_snapshot_preview1";

/**
 * Every function of WASI preview 1 with its parameters ("i": 32 bits, "l": 64 bits). All but `proc_exit` return an error
 * number. A program may import exactly these, with exactly these types.
 */
export const WASI_SIGNATURES = {
  args_get: "ii",
  args_sizes_get: "ii",
  environ_get: "ii",
  environ_sizes_get: "ii",
  clock_res_get: "ii",
  clock_time_get: "ili",
  random_get: "ii",
  sched_yield: "",
  poll_oneoff: "iiii",
  proc_exit: "i",
  proc_raise: "i",
  fd_advise: "illi",
  fd_allocate: "ill",
  fd_close: "i",
  fd_datasync: "i",
  fd_fdstat_get: "ii",
  fd_fdstat_set_flags: "ii",
  fd_fdstat_set_rights: "ill",
  fd_filestat_get: "ii",
  fd_filestat_set_size: "il",
  fd_filestat_set_times: "illi",
  fd_pread: "iiili",
  fd_prestat_get: "ii",
  fd_prestat_dir_name: "iii",
  fd_pwrite: "iiili",
  fd_read: "iiii",
  fd_readdir: "iiili",
  fd_renumber: "ii",
  fd_seek: "ilii",
  fd_sync: "i",
  fd_tell: "ii",
  fd_write: "iiii",
  path_create_directory: "iii",
  path_filestat_get: "iiiii",
  path_filestat_set_times: "iiiilli",
  path_link: "iiiiiii",
  path_open: "iiiiillii",
  path_readlink: "iiiiii",
  path_remove_directory: "iii",
  path_rename: "iiiiii",
  path_symlink: "iiiii",
  path_unlink_file: "iii",
  sock_accept: "iii",
  sock_recv: "iiiiii",
  sock_send: "iiiii",
  sock_shutdown: "ii",
} as const satisfies Readonly<Record<string, string>>;

export type WasiName = keyof typeof WASI_SIGNATURES;

export function isWasiName(name: string): name is WasiName {
  return Object.hasOwn(WASI_SIGNATURES, name);
}
