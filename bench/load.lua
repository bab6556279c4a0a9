-- For wrk: sends the requests of a file (as they go over the wire, NUL between them), and says what came back as JSON.
local requests = {}

function init(arguments)
    math.randomseed(1)
    for one in io.open(arguments[1], "rb"):read("*a"):gmatch("%Z+") do
        requests[#requests + 1] = one
    end
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency)
    local e = summary.errors
    io.write(string.format('{"requests":%d,"microseconds":%d,"errors":%d,"median_us":%d,"p99_us":%d}\n', summary.requests,
        summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
