#!/bin/sh
# Writes the store of runs of this example into FOLDER: 13 good and 12 failed ones, a day apart. What it
# writes is committed. Usage: make.sh FOLDER
set -eu
good=0
failed=0
for day in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    case $day in
    *[13579]) status=pass good=$((good + 1)) run=$(printf 'nightly-good-%02d' $good) ;;
    *) status=fail failed=$((failed + 1)) run=$(printf 'nightly-failed-%02d' $failed) ;;
    esac
    folder=$1/artifacts/billing-confidence/$run
    mkdir -p "$folder/logs"
    cat > "$folder/summary.json" << SUMMARY
{
  "run_id": "$run",
  "profile": "merge-medium",
  "generated_at": "2026-01-${day}T03:20:00Z",
  "overall_status": "$status"
}
SUMMARY
    echo "$run: $status" > "$folder/logs/runner.log"
done
echo "$good good and $failed failed runs in $1"
