import type { WasiCall } from "./context.ts";
import * as descriptor from "./descriptor-calls.ts";
import { Errno } from "./errno.ts";
import * as path from "./path-calls.ts";
import { pollOneoff } from "./poll-call.ts";
import * as process from "./process-calls.ts";
import { fdReaddir } from "./readdir-call.ts";
import type { WasiName } from "./signatures.ts";
import * as transfer from "./transfer-calls.ts";

const notThere = (): number => Errno.nosys;
const notSupported = (): number => Errno.notsup;

/** What each function of WASI preview 1 does. */
export const WASI_CALLS: Readonly<Record<WasiName, WasiCall>> = {
  args_get: process.argsGet,
  args_sizes_get: process.argsSizesGet,
  environ_get: process.environGet,
  environ_sizes_get: process.environSizesGet,
  clock_res_get: process.clockResGet,
  clock_time_get: process.clockTimeGet,
  random_get: process.randomGet,
  sched_yield: process.schedYield,
  poll_oneoff: pollOneoff,
  proc_exit: process.procExit,
  proc_raise: notThere,
  fd_advise: descriptor.fdNothing,
  fd_allocate: descriptor.fdAllocate,
  fd_close: descriptor.fdClose,
  fd_datasync: descriptor.fdNothing,
  fd_fdstat_get: descriptor.fdFdstatGet,
  fd_fdstat_set_flags: descriptor.fdFdstatSetFlags,
  fd_fdstat_set_rights: descriptor.fdNothing,
  fd_filestat_get: descriptor.fdFilestatGet,
  fd_filestat_set_size: descriptor.fdFilestatSetSize,
  fd_filestat_set_times: descriptor.fdNothing,
  fd_pread: transfer.fdPread,
  fd_prestat_get: descriptor.fdPrestatGet,
  fd_prestat_dir_name: descriptor.fdPrestatDirName,
  fd_pwrite: transfer.fdPwrite,
  fd_read: transfer.fdRead,
  fd_readdir: fdReaddir,
  fd_renumber: descriptor.fdRenumber,
  fd_seek: descriptor.fdSeek,
  fd_sync: descriptor.fdNothing,
  fd_tell: descriptor.fdTell,
  fd_write: transfer.fdWrite,
  path_create_directory: path.pathCreateDirectory,
  path_filestat_get: path.pathFilestatGet,
  path_filestat_set_times: path.pathFilestatSetTimes,
  path_link: notSupported,
  path_open: path.pathOpen,
  path_readlink: path.pathReadlink,
  path_remove_directory: path.pathRemoveDirectory,
  path_rename: path.pathRename,
  path_symlink: notSupported,
  path_unlink_file: path.pathUnlinkFile,
  sock_accept: notThere,
  sock_recv: notThere,
  sock_send: notThere,
  sock_shutdown: notThere,
};
