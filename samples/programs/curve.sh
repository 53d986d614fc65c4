#!/bin/sh
# What was chosen comes as arguments: sh curve.sh RATE LAYERS. It "trains" for three epochs and prints one plain line.
set -eu
for epoch in 1 2 3; do
  awk -v rate="$1" -v layers="$2" -v epoch="$epoch" 'BEGIN {
    peak = exp(-(log(rate) - log(0.01))^2) * layers / (layers + 1)
    printf "{\"step\": %d, \"accuracy\": %.4f}\n", epoch, peak * (1 - 0.5 ^ epoch) }'
done
awk -v rate="$1" -v layers="$2" 'BEGIN { printf "accuracy=%.4f\n", exp(-(log(rate) - log(0.01))^2) * layers / (layers + 1) }'
