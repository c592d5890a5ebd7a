#!/bin/bash
# Makes the secrets that compose.yaml reads, each once; running it again changes nothing.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
umask 077

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

# The server's user in the container (10001) must be able to read these, and nobody else.
if [[ $(id -u) == 0 ]]; then
  chown 10001 secrets/{app_url,worker_url,operator_url,owner_url,storage_secret_key,master_key}
fi
echo "infra/secrets holds everything. Back up secrets/master_key: without it no name and no note can be read again."
