-- Extensions that CKAN's databases use.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
