#!/bin/sh
# Run once by the postgres image on an empty volume: a user and a database each for Prefect and for the lake.
set -eu
for name in prefect dragoman; do
    password=$(cat "${SECRETS:-/run/secrets}/${name}_db_password")
    psql --set=ON_ERROR_STOP=1 --set=name="$name" --set=password="$password" --username=postgres \
        --dbname=postgres <<'SQL'
CREATE USER :"name" PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
