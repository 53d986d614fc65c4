using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Verbs.Sql;

namespace Enas.Host.Tests.Searches;

/// <summary>
/// A reading cache that somebody made anew, its own digests right: what contradicts the log is not used, and what readers cannot see without
/// reading all of the log is what <c>audit</c> tells.
/// </summary>
public sealed class ForgedCacheTests : IDisposable
{
    private const int Rounds = 300;
    private const string Query = "SELECT count(*) AS n, sum(reward) AS s FROM events";

    private readonly WorkFolder _work = new();

    private string Search => Path.Combine(_work.Root, "large");

    private string Record => Path.Combine(Search, "export", "reading-cache.json");

    private string Events => Path.Combine(Search, "export", "reading-cache.parquet");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task What_contradicts_the_log_is_not_used()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        await LargeLog.CreateAsync(Path.Combine(_work.Root, "other"), Rounds + 1);
        var (record, events) = (await File.ReadAllTextAsync(Record), await File.ReadAllBytesAsync(Events));
        var (shown, answered) = (await SayAsync("show", "large", "--json"), await SayAsync("sql", "large", Query, "--csv"));
        Assert.Null(await CacheFindingAsync());
        foreach (var forge in (Action<JsonObject>[])
        [
            json => json["EventCount"] = 7,
            json => json["FactCount"] = 7,
            json => json["EventHead"] = new string('0', 64),
            json => json["FactHead"] = new string('0', 64),
            json => json["LastEventType"] = "alert",
            json => json["IsComplete"] = false,
            json => Summary(json, summary => summary["StepCount"] = 1_000_000),
            json => Summary(json, summary => summary["SampleCount"] = -1),
            json => Summary(json, summary => summary["RewardCount"] = (long)summary["RewardCount"]! + 1),
            json => Summary(json, summary => summary["Baseline"] = "NaN"),
            json => Summary(json, summary => summary["Best"] = null),
            json => Summary(json, summary => summary["Rare"] = null),
            json => Summary(json, summary => summary["Rare"] = new JsonArray(null, null)),
            json => Summary(json, summary => summary["Rare"]!.AsArray().RemoveAt(0)),
        ])
        {
            Forge(record, forge);
            Assert.Equal(shown, await SayAsync("show", "large", "--json"));
        }

        // The rows of another search, and the right rows once more.
        var others = await File.ReadAllBytesAsync(Path.Combine(_work.Root, "other", "export", "reading-cache.parquet"));
        await File.WriteAllBytesAsync(Events, others);
        Forge(record, json => (json["EventsSha256"], json["EventsBytes"]) = (Convert.ToHexStringLower(SHA256.HashData(others)), others.Length));
        Assert.Equal(answered, await SayAsync("sql", "large", Query, "--csv"));
        await File.WriteAllBytesAsync(Events, events);
        await File.WriteAllTextAsync(Record, record);
        Assert.Equal(answered, await SayAsync("sql", "large", Query, "--csv"));
    }

    [Fact]
    public async Task What_only_the_whole_log_can_contradict_is_told_by_an_audit()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        Forge(await File.ReadAllTextAsync(Record), json => Summary(json, summary => summary["RewardSum"] = 12.5));
        Assert.Contains("remove export/reading-cache.*: nothing is lost with it", await CacheFindingAsync(), StringComparison.Ordinal);
        File.Delete(Record);
        Assert.Null(await CacheFindingAsync());
    }

    // The checkpoints of this search are in a memory that is gone, which an audit tells as well.
    private async Task<string?> CacheFindingAsync() => (await _work.Enas("audit", "large", "--json")).Json().GetProperty("findings").EnumerateArray()
        .Where(finding => finding.GetProperty("code").GetString() == "cache-disagrees")
        .Select(finding => finding.GetProperty("message").GetString())
        .SingleOrDefault();

    private static void Summary(JsonObject json, Action<JsonObject> forge)
    {
        var summary = JsonNode.Parse((string)json["Summary"]!)!.AsObject();
        forge(summary);
        json["Summary"] = summary.ToJsonString();
    }

    private void Forge(string record, Action<JsonObject> forge)
    {
        var json = JsonNode.Parse(record.Split('\n')[0])!.AsObject();
        forge(json);
        var bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
        File.WriteAllBytes(Record, [.. bytes, (byte)'\n', .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)))]);
    }

    private async Task<string> SayAsync(params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}
