# Fuzz targets, one per decoder; `./dev fuzz` runs each.
caskade_fuzz(kcql_parser LINKS core_kcql)
caskade_fuzz(properties LINKS core_config)
caskade_fuzz(encode_json LINKS flow_encode)
caskade_fuzz(cql_response LINKS drivers_cql)
caskade_fuzz(cql_envelope LINKS drivers_cql)
caskade_fuzz(cql_type LINKS drivers_cql)
