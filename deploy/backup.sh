#!/bin/sh
# backup.sh FOLDER: one back-up of everything, taken while loading goes on, as FOLDER/<time>.
#
# Reads DRAGOMAN_DATA and DRAGOMAN_STORE as Dragoman does, and PREFECT_SERVER_DATABASE_* where Prefect is on
# PostgreSQL. Files that are only ever added to, raw pages and the lake's, are kept once, in FOLDER/archive and
# FOLDER/lake. KEEP back-ups stay (default 14). restore.sh is the way back.
set -eu
folder=${1:?usage: backup.sh FOLDER}
data=${DRAGOMAN_DATA:-data}
store=${DRAGOMAN_STORE:-}
name=$(date -u +%Y%m%dT%H%M%SZ)
part="$folder/$name.partial"
umask 077
mkdir -p "$folder"
# A killed back-up is of no use.
rm -rf "$folder"/*.partial
mkdir "$part"

# The database first: the pages that it points to are then already in the archive.
if [ -n "$store" ]; then
    pg_dump --format=custom --no-owner --file="$part/lake.dump" --dbname="${store%%\?*}"
else
    # The published copy is whole at any moment, and once opened stays so while the next takes its place.
    dragoman publish >/dev/null
    cp "$data/warehouse.duckdb" "$part/warehouse.duckdb"
fi

if [ -n "${PREFECT_SERVER_DATABASE_HOST:-}" ]; then
    PGPASSWORD=${PREFECT_SERVER_DATABASE_PASSWORD:-} pg_dump --format=custom --no-owner --file="$part/prefect.dump" \
        --host="$PREFECT_SERVER_DATABASE_HOST" --port="${PREFECT_SERVER_DATABASE_PORT:-5432}" \
        --username="$PREFECT_SERVER_DATABASE_USER" "$PREFECT_SERVER_DATABASE_NAME"
elif [ -f "$data/prefect/prefect.db" ]; then
    python3 - "$data/prefect/prefect.db" "$part/prefect.db" <<'PYTHON'
import sqlite3, sys
there, here = (sqlite3.connect(path) for path in sys.argv[1:])
there.execute("PRAGMA busy_timeout = 60000")
there.backup(here)
PYTHON
fi

# Whole files whose size or time has changed; nothing is taken away, for an older back-up may need it.
if [ -d "$data/archive" ]; then
    mkdir -p "$folder/archive"
    cp -Rpu "$data/archive/." "$folder/archive/"
fi
case $store in
*data_path=s3://*) echo "backup.sh: the lake's files are in a bucket: have it versioned or copied there" >&2 ;;
*data_path=*)
    mkdir -p "$folder/lake"
    cp -Rpu "${store##*data_path=}/." "$folder/lake/"
    ;;
esac

(cd "$part" && sha256sum -- * >SHA256SUMS)
sync
mv "$part" "$folder/$name"
find "$folder" -maxdepth 1 -name '????????T??????Z' | sort -r | tail -n +$((${KEEP:-14} + 1)) |
    while read -r old; do rm -rf "$old"; done
echo "$folder/$name"
