# Sourced by every `run`: what `sac serve --announce` wrote (the first argument), as variables, and
# a directory for what is generated and compiled, gone at the end.
here=$(cd "$(dirname "$0")" && pwd)
announce=$(realpath "${1:?the JSON file that sac serve --announce wrote}")
member() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" "$announce"; }
ENDPOINT=$(member endpoint) WSDL=$(member wsdl) CA=$(member ca)
CER=$(member encryption_certificate) PEM=$(member encryption_certificate_pem)
export ENDPOINT WSDL CA CER PEM
BUILD=$(mktemp -d)
trap 'rm -rf "$BUILD"' EXIT

# Says what is missing and ends with 77, "skipped", unless each of these commands is there.
needs() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "$(basename "$here"): skipped, no $tool"; exit 77; }
    done
}

# The WSDL and the files it imports, for generators that cannot be made to trust a CA.
fetch_wsdl() {
    for file in certificatiMedici.wsdl logicoErogatore.wsdl definitorio.xsd; do
        curl -sS --fail --cacert "$CA" -o "$BUILD/$file" "${ENDPOINT%/*}/$file"
    done
}
