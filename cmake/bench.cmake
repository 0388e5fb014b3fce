# Micro-benchmarks; `./dev bench` runs each.
caskade_bench(encode LINKS flow_encode)
