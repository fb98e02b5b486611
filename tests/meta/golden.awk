# A verdict's JSON as the goldens of the worked case hold it: the digests of the policy's sources and of
# its compiled form are left out (a comment in a policy would change them all), the lines that are kept of
# both too, and, with -v cut=1, the rows that pass. What is printed is JSON still.
/^  "excerpts": \[$/ { lines = 1 }
lines { if (/^  \]/) lines = 0; next }
/^  "program": / { sub(/"[0-9a-f]+",$/, "\"…\",") }
/^  "zone_table": / { sub(/"[^"]*",$/, "\"…\",") }
/^  "sources": \[$/ { sources = 1 }
/^  \]/ { sources = 0 }
sources && /^      "sha256": / { sub(/"[0-9a-f]+"$/, "\"…\"") }
cut && /^      "rows": \[$/ { rows = 1; kept = 0; print; next }
rows && /^      \]/ { rows = 0; if (kept) print "" }
!rows { print; next }
/^        \{$/ { row = ""; pass = 0 }
/^          "outcome": "pass",$/ { pass = 1 }
/^        \}/ {
    if (!pass) { printf "%s%s        }", kept ? ",\n" : "", row; kept = 1 }
    next
}
{ row = row $0 "\n" }
