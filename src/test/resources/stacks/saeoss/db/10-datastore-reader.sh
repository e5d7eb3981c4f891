#!/bin/sh
# The role that reads the datastore for the public.
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$DATASTORE_RO_PASSWORD" <<'SQL'
CREATE ROLE datastore_ro NOSUPERUSER LOGIN PASSWORD :'password';
SQL
