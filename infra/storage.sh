#!/bin/bash
# Makes the bucket and its key in the compose file's storage, and lets browsers of the product use it. Run once, after
#   docker compose -f infra/compose.yaml up --detach --wait storage
# Needs the `aws` command for the last step.
set -euo pipefail
cd "$(dirname "$0")"
command -v aws > /dev/null || { echo "install the AWS command line first (Debian: apt install awscli)"; exit 1; }
compose=(docker compose -f compose.yaml)
garage() { "${compose[@]}" exec -T storage /garage "$@"; }

node=$(garage node id -q | cut -d@ -f1)
garage layout assign -z here -c 10G "$node"
garage layout apply --version 1
garage key import --yes -n cairn "$(cat secrets/storage_access_key)" "$(cat secrets/storage_secret_key)"
garage bucket create documents
garage bucket allow documents --read --write --owner --key cairn

# Browsers upload and download by presigned address, so the bucket must name the pages that may.
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
AWS_ACCESS_KEY_ID=$(cat secrets/storage_access_key)
AWS_SECRET_ACCESS_KEY=$(cat secrets/storage_secret_key)
aws --endpoint-url http://127.0.0.1:3900 --region garage s3api put-bucket-cors --bucket documents --cors-configuration "{
  \"CORSRules\": [{
    \"AllowedOrigins\": [\"${PUBLIC_URL:-http://localhost:8080}\"],
    \"AllowedMethods\": [\"GET\", \"PUT\"],
    \"AllowedHeaders\": [\"content-type\", \"x-amz-checksum-sha256\"],
    \"MaxAgeSeconds\": 600
  }]
}"
echo "Ready. Start everything with: docker compose -f infra/compose.yaml up --build"
