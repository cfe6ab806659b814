import { createHash } from "node:crypto";
import path from "node:path";
import type { VolumeLimit } from "./machine";

/** The mount that holds the directory: device, mount point, type and options, from /proc/mounts. */
const findMount = (directory: string) => `mounts=\${MOUNTS:-/proc/mounts}
set -- $(awk -v d=${directory}/ '{ m = $2; if (m != "/") m = m "/"; if (index(d, m) == 1 && length(m) >= best) { best = length(m); line = $0 } } END { print line }' $mounts)
point=$2; type=$3
case ",$4," in *,prjquota,*|*,pquota,*) ;; *) echo none; exit 0;; esac
if [ "$type" = xfs ]; then command -v xfs_quota >/dev/null || { echo none; exit 0; }
elif [ "$type" = ext4 ]; then command -v setquota >/dev/null && command -v chattr >/dev/null || { echo none; exit 0; }
else echo none; exit 0; fi`;

/** Prints `quota` or `none`. */
export function limitKindScript(root: string): string {
  return `${findMount(root)}\necho quota`;
}

/**
 * Sets the limit, also on what is in the directory already. Prints `quota`, `none` where there are no quotas, `absent`
 * where there is no such directory, and `slow` when a walk over its files took longer than `walkSeconds`. Files are given
 * to the project once: the directory above carries the project's number when that is done.
 */
export function limitScript(directory: string, limit: VolumeLimit, walkSeconds: number): string {
  const { megabytes, files } = limit;
  const id = projectId(directory);
  const above = path.posix.dirname(directory);
  return `${findMount(directory)}
[ -d ${directory} ] || { echo absent; exit 0; }
t=$(command -v timeout >/dev/null && echo "timeout ${walkSeconds}")
walk() { $t "$@" >/dev/null || { [ $? -eq 124 ] && echo slow && exit 0; exit 1; }; }
if [ "$type" = xfs ]; then
  marked=$(xfs_io -r -c lsproj ${above} 2>/dev/null | sed -n 's/^projid = //p')
  [ "$marked" = ${id} ] || walk xfs_quota -x -c 'project -s -p ${directory} ${id}' "$point"
  xfs_quota -x -c 'limit -p bhard=${megabytes}m ihard=${files} ${id}' "$point" >/dev/null || exit 1
  [ "$marked" = ${id} ] || xfs_io -r -c 'chproj ${id}' ${above} >/dev/null 2>&1
else
  marked=$(lsattr -pd ${above} 2>/dev/null | awk '{ print $1 }')
  if [ "$marked" != ${id} ]; then
    walk find ${directory} -xdev -type d -exec chattr +P {} +
    walk chattr -R -p ${id} ${directory}
  fi
  setquota -P ${id} 0 ${megabytes * 1024} 0 ${files} "$point" || exit 1
  [ "$marked" = ${id} ] || chattr -p ${id} ${above}
fi
echo quota`;
}

/** One project for each directory; above the numbers that people choose. */
function projectId(directory: string): number {
  return 1_000_000 + (createHash("sha256").update(directory).digest().readUInt32BE(0) & 0x3fffffff);
}
