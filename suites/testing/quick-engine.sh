#!/bin/sh
# The least of an engine, for tests that start many: every value is 20 ms, and each process that measured adds a line to LOG.
#
#     sh quick-engine.sh LOG SCRIPT --worker OPTIONS...
log=$1
script=$2
shift 2
case $script in
*/probe.py)
  echo '@stage-report-probe {"implementation": "fake", "version": "1.0", "executable": ""}'
  exit ;;
esac
folder=${script%/*}
name=${folder##*/bm_}
while [ $# -gt 1 ]; do
  case $1 in
  --values) count=$2 ;;
  --loops) loops=$2 ;;
  esac
  shift
done
[ "$loops" = 0 ] && loops=1
values=0.02
while [ "$count" -gt 1 ]; do
  values="$values, 0.02"
  count=$((count - 1))
done
echo "$name" >> "$log"
echo "@pyperf-worker {\"name\": \"$name\", \"metadata\": {\"name\": \"$name\", \"unit\": \"second\", \"loops\": $loops}," \
  "\"warmups\": [[$loops, 0.04]], \"values\": [$values], \"steady\": true}"
