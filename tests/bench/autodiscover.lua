-- wrk: Autodiscover POX with Basic credentials, as Outlook sends it. Environment: BENCH_USER (user@domain),
-- BENCH_PASSWORD. Prints one line at the end: requests a second, and answers that were not 200.
local user = os.getenv("BENCH_USER") or "user@n00001.test"
local password = os.getenv("BENCH_PASSWORD") or "password"

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local n = a * 65536 + (b or 0) * 256 + (c or 0)
    for k = 0, 3 do
      local digit = math.floor(n / 64 ^ (3 - k)) % 64
      local padding = (k == 2 and not b) or (k == 3 and not c)
      out[#out + 1] = padding and "=" or alphabet:sub(digit + 1, digit + 1)
    end
  end
  return table.concat(out)
end

wrk.method = "POST"
wrk.headers["Content-Type"] = "text/xml; charset=utf-8"
wrk.headers["X-MapiHttpCapability"] = "1"
wrk.headers["User-Agent"] = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)"
wrk.headers["Authorization"] = "Basic " .. base64(user .. ":" .. password)
wrk.body = [[<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
  <Request>
    <EMailAddress>]] .. user .. [[</EMailAddress>
    <AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>
  </Request>
</Autodiscover>
]]

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout
  io.write(string.format("RESULT %.0f %d %.2f\n", summary.requests / (summary.duration / 1e6), bad,
                         latency:percentile(99) / 1000))
end
