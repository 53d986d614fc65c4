using System.Globalization;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Programs;

/// <summary>A search whose values are told: in order and out of it, twice, by several at once.</summary>
public sealed class AskTellTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Told_values_make_the_search_that_a_program_with_these_values_makes()
    {
        await BeginAsync(lag: 1);
        var (asked, last) = (0, string.Empty);
        while (await AskAsync() is { } trial)
        {
            last = await TellAsync(trial.Number, trial.Value);
            asked++;
        }

        Assert.Matches("complete     chosen a=[^\n]*: [0-9.]+ %\n", last);
        Assert.InRange(asked, 6, 7);
        var told = await FingerprintAsync("search");
        var (end, show) = ((await _work.Enas("ask", "search", "--json")).Json(), (await _work.Enas("show", "search", "--json")).Json());
        foreach (var name in (string[])["best", "chosen"])
        {
            Assert.Equal(show.GetProperty(name).GetRawText(), end.GetProperty(name).GetRawText());
        }

        Assert.Equal(0, (await _work.Enas("audit", "search")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "search", "--mode", "policy")).ExitCode);

        await BeginAsync(lag: 1, "again");
        while (await AskAsync("again") is { } trial)
        {
            await TellAsync(trial.Number, trial.Value, "again");
        }

        Assert.Equal(told, await FingerprintAsync("again"));
    }

    [Fact]
    public async Task Two_at_once_and_out_of_order_are_one_log()
    {
        await BeginAsync(lag: 3, "in-order");
        while (await AskAsync("in-order") is { } trial)
        {
            await TellAsync(trial.Number, trial.Value, "in-order");
        }

        await BeginAsync(lag: 3);
        using var failed = new CancellationTokenSource();
        await Task.WhenAll(UntilOneFailsAsync(), UntilOneFailsAsync());
        Assert.Equal(await FingerprintAsync("in-order"), await FingerprintAsync("search"));
        Assert.Equal(0, (await _work.Enas("audit", "search")).ExitCode);

        // What one has taken and does not tell the other would wait for.
        async Task UntilOneFailsAsync()
        {
            try
            {
                await WorkAsync();
            }
            catch (Exception)
            {
                await failed.CancelAsync();
                throw;
            }
        }

        async Task WorkAsync()
        {
            // Each takes up to two and tells them in the opposite order.
            while (!failed.IsCancellationRequested)
            {
                List<(int Number, double Value)> taken = [];
                var isComplete = false;
                while (taken.Count < 2)
                {
                    (var trial, isComplete) = await AnswerAsync("search");
                    if (trial is null)
                    {
                        break;
                    }

                    taken.Add(trial.Value);
                }

                if (taken.Count == 0)
                {
                    // The same answer says both: another could hand out a trial.
                    if (isComplete)
                    {
                        return;
                    }

                    await Task.Delay(10);
                    continue;
                }

                taken.Reverse();
                foreach (var (number, value) in taken)
                {
                    await TellAsync(number, value);
                }
            }
        }
    }

    [Fact]
    public async Task What_cannot_be_told_has_a_clear_answer_and_changes_nothing()
    {
        await BeginAsync(lag: 2);
        Assert.Equal(0, (await AskAsync())!.Value.Number);
        Assert.Equal(1, (await AskAsync())!.Value.Number);
        var full = await _work.Enas("ask", "search");
        Assert.Equal(75, full.ExitCode);
        Assert.Contains("tell one first: 0, 1", full.Error + full.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("ask", "search", "--trial", "1")).ExitCode);
        await RefusedAsync(66, "search has no trial 7; waiting for a value: 0, 1", "tell", "search", "--trial", "7", "--value", "0.5");
        await RefusedAsync(64, "share from 0 to 1", "tell", "search", "--trial", "0", "--value", "93");
        await RefusedAsync(64, "finite", "tell", "search", "--trial", "0", "--value", "NaN");
        await RefusedAsync(64, "--value or --failed, one of them", "tell", "search", "--trial", "0");
        await TellAsync(1, 0.5);
        var again = await _work.Enas("tell", "search", "--trial", "1", "--value", "0.5");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("the same was told before; nothing was changed", again.Error + again.Output, StringComparison.Ordinal);
        await RefusedAsync(65, "trial 1 was told before: value 0.5", "tell", "search", "--trial", "1", "--value", "0.6");
        Assert.Equal(0, (await _work.Enas("tell", "search", "--trial", "0", "--failed", "no-memory")).ExitCode);
        Assert.Equal(2, (await AskAsync())!.Value.Number);
        Assert.Contains("no-memory", (await _work.Enas("sql", "search", "SELECT failure FROM children")).Output, StringComparison.Ordinal);

        ProgramJobs.Write(_work, ProgramJobs.Text("random", evaluations: 1));
        Assert.Equal(0, (await _work.Enas("run", "own.json", "--out", "other")).ExitCode);
        await RefusedAsync(65, "ask and tell are for \"told\"", "ask", "other");
    }

    [Fact]
    public async Task A_cost_that_the_job_asks_for_is_told_with_the_value()
    {
        await BeginAsync(lag: 1, more: ["--set", "objective.kind=soft", "--set", "objective.cost=ms", "--set", "budget.evaluations=1"]);
        var asked = (await _work.Enas("ask", "search", "--json")).Json();
        Assert.Equal(["ms"], asked.GetProperty("costs").EnumerateArray().Select(cost => cost.GetString()));
        Assert.Contains("--value ACCURACY --cost ms=MS", (await _work.Enas("ask", "search", "--trial", "0")).Output,
            StringComparison.Ordinal);
        string[] tell = ["tell", "search", "--trial", "0", "--value", "0.5"];
        await RefusedAsync(64, "--cost ms=NUMBER is missing", tell);
        await RefusedAsync(64, "expected NAME=NUMBER", [.. tell, "--cost", "ms"]);
        await RefusedAsync(64, "expected NAME=NUMBER", [.. tell, "--cost", "ms=NaN"]);
        await RefusedAsync(64, "--cost ms stands twice", [.. tell, "--cost", "ms=1", "--cost", "ms=2"]);
        await RefusedAsync(64, "--cost ms=0: it is 0 or less, and objective.kind \"soft\" takes a power", [.. tell, "--cost", "ms=0"]);
        Assert.Matches("waiting      for trial 0: [^\n]*tell search --trial N --value ACCURACY --cost ms=MS\n",
            (await _work.Enas("show", "search")).Output);
        Assert.Equal(0, (await _work.Enas([.. tell, "--cost", "ms=2.5", "--cost", "joules=3"])).ExitCode);
        var same = await _work.Enas([.. tell, "--cost", "joules=3", "--cost", "ms=2.5"]);
        Assert.Contains("nothing was changed", same.Error + same.Output, StringComparison.Ordinal);
        await RefusedAsync(65, "trial 0 was told before: value 0.5, joules 3, ms 2.5", [.. tell, "--cost", "ms=2"]);
        Assert.EndsWith("2.5\n", (await _work.Enas("sql", "search", "SELECT costs['ms'] FROM children LIMIT 1", "--csv")).Output,
            StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("replay", "search", "--mode", "policy")).ExitCode);
    }

    // As after a kill between the two: the values are there, and the search has not gone on.
    [Fact]
    public async Task A_search_of_which_all_was_told_says_that_it_can_go_on()
    {
        await BeginAsync(lag: 2);
        await BeginAsync(lag: 2, "twin");
        foreach (var folder in (string[])["search", "twin"])
        {
            Assert.Equal(0, (await AskAsync(folder))!.Value.Number);
            Assert.Equal(1, (await AskAsync(folder))!.Value.Number);
        }

        await TellAsync(1, 0.25, "twin");
        await TellAsync(0, 0.5, "twin");
        foreach (var told in Directory.GetFiles(Path.Combine(_work.Root, "twin-children"), "result.json", SearchOption.AllDirectories))
        {
            File.Copy(told, told.Replace("twin-children", "search-children", StringComparison.Ordinal));
        }

        var show = await _work.Enas("show", "search");
        Assert.Contains("search: stopped, and all that it waited for was told: it can go on\n", show.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("waiting ", show.Output, StringComparison.Ordinal);
        Assert.Matches("told         trials 0, 1, [^\n]*\nnext         [^\n]*ask search\n", show.Output);
        Assert.Equal(2, (await AskAsync())!.Value.Number);
        Assert.Contains("search: stopped, until it is told", (await _work.Enas("show", "search")).Output, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(int code, string words, params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == code, result.Error);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    private async Task BeginAsync(int lag, string folder = "search", string[]? more = null)
    {
        _work.Write("told.json", ProgramJobs.Text("evolution", evaluations: 6).Replace(
            "\"command\": [\"sh\", \"value.sh\", \"{a}\", \"{b}\", \"{seed}\"]", $"\"kind\": \"told\", \"lag\": {lag}",
            StringComparison.Ordinal));
        var run = await _work.Enas(["run", "told.json", "--out", folder, .. more ?? []]);
        Assert.True(run.ExitCode == 75, run.Error);
        Assert.Contains("ask", run.Error + run.Output, StringComparison.Ordinal);
    }

    private async Task<(int Number, double Value)?> AskAsync(string folder = "search") => (await AnswerAsync(folder)).Trial;

    private async Task<((int Number, double Value)? Trial, bool IsComplete)> AnswerAsync(string folder)
    {
        var result = await _work.Enas("ask", folder, "--json");
        Assert.True(result.ExitCode is 0 or 75, result.Error);
        var asked = result.Json();
        if (asked.GetProperty("trial").ValueKind == System.Text.Json.JsonValueKind.Null)
        {
            return (null, asked.GetProperty("complete").GetBoolean());
        }

        var choices = asked.GetProperty("architecture").GetProperty("choices");
        return ((asked.GetProperty("trial").GetInt32(), double.Parse(string.Create(CultureInfo.InvariantCulture,
            $"0.{choices.GetProperty("a").GetInt32()}{choices.GetProperty("b").GetInt32()}"), CultureInfo.InvariantCulture)), false);
    }

    private async Task<string> TellAsync(int number, double value, string folder = "search")
    {
        var result = await _work.Enas("tell", folder, "--trial", number.ToString(CultureInfo.InvariantCulture),
            "--value", value.ToString(CultureInfo.InvariantCulture));
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    private async Task<string> FingerprintAsync(string folder) =>
        (await _work.Enas("show", folder, "--json")).Json().GetProperty("fingerprint").GetString()!;
}
