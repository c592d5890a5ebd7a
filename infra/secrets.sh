#!/bin/bash
# Makes the secrets that compose.yaml reads, each once; running it again changes nothing.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

keep() { # name, value
  [[ -s "secrets/$1" ]] || printf '%s' "$2" > "secrets/$1"
}

for name in postgres owner app worker operator; do
  keep "${name}_password" "$(openssl rand -hex 24)"
done
for role in owner app worker operator; do
  keep "${role}_url" "postgres://cairn_${role}:$(cat "secrets/${role}_password")@postgres/cairn"
done
keep garage_env "GARAGE_RPC_SECRET=$(openssl rand -hex 32)"
keep master_key "1 $(openssl rand -base64 32)"
keep storage_access_key "GK$(openssl rand -hex 12)"
keep storage_secret_key "$(openssl rand -hex 32)"
# Names, not secrets: compose reads them from here, and yours for mail (see compose.yaml) belong beside it.
grep -qs '^STORAGE_ACCESS_KEY=' .env || echo "STORAGE_ACCESS_KEY=$(cat secrets/storage_access_key)" >> .env

# Containers see single files, whose readers are users of theirs (PostgreSQL's 999, ours 10001). Here the folder keeps others out.
chmod 700 secrets
chmod 444 secrets/*_password secrets/*_url secrets/storage_secret_key
# The key that opens everything is for the server's user alone; it refuses one that others could read.
if [[ $(stat -c %u secrets/master_key) != 10001 ]]; then
  if [[ $(id -u) == 0 ]]; then
    chown 10001 secrets/master_key
  elif command -v podman > /dev/null; then
    podman unshare chown 10001 secrets/master_key
  else
    echo "One step needs root. Run: sudo chown 10001 $PWD/secrets/master_key"
  fi
fi
echo "infra/secrets holds everything. Back up secrets/master_key: without it no name and no note can be read again."
