/** Numbers of a version such as v1.2.3 or 1.2.3-rc.1; null: it is no version. */
export function parseVersion(text) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?$/.exec(text);
  if (!match) return null;
  return { numbers: match.slice(1, 4).map(Number), preRelease: match[4] ?? null };
}

/** Negative, zero or positive, as semver 2.0.0 (section 11) orders two versions. A pre-release comes before its release. */
export function compareVersions(left, right) {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  for (let place = 0; place < 3; place++) {
    if (a.numbers[place] !== b.numbers[place]) return a.numbers[place] - b.numbers[place];
  }
  if (a.preRelease === b.preRelease) return 0;
  if (a.preRelease === null) return 1;
  if (b.preRelease === null) return -1;
  return comparePreReleases(a.preRelease.split("."), b.preRelease.split("."));
}

function comparePreReleases(a, b) {
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const [left, right] = [a[place], b[place]];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber && isOtherNumber) return Number(left) - Number(right);
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** The newest released version of a list of tags; pre-releases only when they are asked for by name. */
export function newestTag(tags) {
  const released = tags.filter((tag) => parseVersion(tag)?.preRelease === null);
  return released.sort(compareVersions).at(-1) ?? null;
}
