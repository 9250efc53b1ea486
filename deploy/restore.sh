#!/bin/sh
# restore.sh FOLDER/<time>: what backup.sh kept, into a DRAGOMAN_DATA that is not there or empty.
#
# A lake goes into the database and the data_path of DRAGOMAN_STORE, and Prefect's records into
# PREFECT_SERVER_DATABASE_*: databases that exist and are empty.
set -eu
kept=${1:?usage: restore.sh FOLDER/TIME}
data=${DRAGOMAN_DATA:-data}
store=${DRAGOMAN_STORE:-}
umask 027

complain() {
    echo "restore.sh: $*" >&2
    exit 1
}

[ -f "$kept/SHA256SUMS" ] || complain "$kept is no finished back-up"
(cd "$kept" && sha256sum --quiet --check SHA256SUMS) || complain "$kept is damaged; take another"
[ -z "$(ls -A "$data" 2>/dev/null)" ] || complain "$data is not empty: move it away, or set DRAGOMAN_DATA"
if [ -f "$kept/lake.dump" ] && [ -z "$store" ]; then
    complain "$kept is of a lake: set DRAGOMAN_STORE to where it is to be"
fi

mkdir -p "$data"
if [ -d "${kept%/*}/archive" ]; then
    cp -Rp "${kept%/*}/archive" "$data/archive"
fi
if [ -f "$kept/warehouse.duckdb" ]; then
    # Loading goes on from the published copy.
    cp "$kept/warehouse.duckdb" "$data/warehouse.duckdb"
fi
if [ -f "$kept/lake.dump" ]; then
    address=${store%%\?*}
    pg_restore --exit-on-error --single-transaction --no-owner --dbname="$address" "$kept/lake.dump"
    case $store in
    *data_path=*)
        path="${store##*data_path=}"
        psql --quiet --set=ON_ERROR_STOP=1 --set=path="${path%/}/" "$address" <<'SQL'
UPDATE ducklake_metadata SET value = :'path' WHERE key = 'data_path' AND scope IS NULL;
SQL
        if [ -d "${kept%/*}/lake" ]; then
            mkdir -p "$path"
            cp -Rp "${kept%/*}/lake/." "$path/"
        fi
        ;;
    esac
fi
if [ -f "$kept/prefect.db" ]; then
    mkdir -p "$data/prefect"
    cp "$kept/prefect.db" "$data/prefect/prefect.db"
fi
if [ -f "$kept/prefect.dump" ]; then
    PGPASSWORD=${PREFECT_SERVER_DATABASE_PASSWORD:-} pg_restore --exit-on-error --single-transaction --no-owner \
        --host="$PREFECT_SERVER_DATABASE_HOST" --port="${PREFECT_SERVER_DATABASE_PORT:-5432}" \
        --username="$PREFECT_SERVER_DATABASE_USER" --dbname="$PREFECT_SERVER_DATABASE_NAME" "$kept/prefect.dump"
fi
echo "$data"
