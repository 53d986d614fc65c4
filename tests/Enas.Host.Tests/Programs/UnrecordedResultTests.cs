using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Programs;

/// <summary>Results that lie beside a search and are not in its log yet: cut short, changed, left alone.</summary>
public sealed class UnrecordedResultTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task What_a_program_came_to_and_cannot_be_used_is_named_put_aside_and_evaluated_again()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text());
        var whole = await _work.Enas("run", "own.json", "--out", "whole", "--json");
        Assert.True(whole.ExitCode == 0, whole.Error);
        Assert.Equal(75, (await _work.Enas("run", "own.json", "--out", "parts", "--stop-after-steps", "3")).ExitCode);

        // As after a kill: four that come later have results already.
        string[] later = [.. Directory.GetDirectories(In("whole-children")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => !Directory.Exists(In("parts-children", name))).Order(StringComparer.Ordinal).Take(4)];
        Assert.Equal(4, later.Length);
        foreach (var name in later)
        {
            Directory.CreateDirectory(In("parts-children", name));
            File.Copy(In("whole-children", name, "result.json"), In("parts-children", name, "result.json"));
            File.Copy(In("whole-children", name, "result.sha256"), In("parts-children", name, "result.sha256"));
        }

        var intact = await _work.Enas("audit", "parts");
        Assert.True(intact.ExitCode == 0, intact.Output);
        Assert.Contains("not in log   4 results, told or said and not taken into the log yet: no hash of the log vouches for them; "
            + "all have their digests beside them, which shows an accident and no forger\n", intact.Output, StringComparison.Ordinal);

        File.WriteAllText(In("parts-children", later[0], "result.json"), "garbage\n");
        File.WriteAllText(In("parts-children", later[1], "result.json"), string.Empty);
        var changed = In("parts-children", later[2], "result.json");
        File.WriteAllText(changed, File.ReadAllText(changed).Replace("\"value\":0.", "\"value\":0.9", StringComparison.Ordinal));
        File.Delete(In("parts-children", later[3], "result.sha256"));
        var audit = await _work.Enas("audit", "parts");
        Assert.Equal(10, audit.ExitCode);
        Assert.Contains("not in log   1 result,", audit.Output, StringComparison.Ordinal);
        Assert.Contains("no digest is beside it", audit.Output, StringComparison.Ordinal);
        Assert.All(later[..3], name => Assert.Contains($"damage  parts-children/{name}/result.json", audit.Output,
            StringComparison.Ordinal));
        Assert.Matches("next         [^\n]*resume parts, which puts that file aside", audit.Output);
        var repair = await _work.Enas("repair", "parts");
        Assert.Equal(10, repair.ExitCode);
        Assert.Equal(3, (await _work.Enas("repair", "parts", "--yes", "--json")).Json().GetProperty("notInTheLog")
            .GetProperty("unusable").GetArrayLength());
        Assert.Contains("3 results that the log does not have yet cannot be used, and a repair mends the log alone: "
            + $"parts-children/{later[0]}", repair.Output, StringComparison.Ordinal);

        var resume = await _work.Enas("resume", "parts", "--json");
        Assert.True(resume.ExitCode == 0, resume.Error);
        Assert.All(later[..3], name => Assert.Contains($"{name}: result.json", resume.Error + resume.Output, StringComparison.Ordinal));
        Assert.Contains("put aside as result.aside-1.json, and the program runs again", resume.Error + resume.Output,
            StringComparison.Ordinal);
        Assert.Equal("garbage\n", File.ReadAllText(In("parts-children", later[0], "result.aside-1.json")));
        Assert.Equal(whole.Json().GetProperty("fingerprint").GetString(), resume.Json().GetProperty("fingerprint").GetString());
        Assert.Equal(0, (await _work.Enas("audit", "parts")).ExitCode);

        // What a run left over that was ahead of its end, and that nobody asks for any more, is no damage, whatever stands in it.
        Directory.CreateDirectory(In("parts-children", "rung-0-000000000000"));
        File.WriteAllText(In("parts-children", "rung-0-000000000000", "result.json"), "garbage\n");
        var complete = await _work.Enas("audit", "parts");
        Assert.True(complete.ExitCode == 0, complete.Output);
        Assert.Contains("left over    1 result that the log does not have: the search is complete and asks for it no more\n",
            complete.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("repair", "parts")).ExitCode);

        // What the log has stands by its own digest.
        File.WriteAllText(In("parts-children", later[0], "result.sha256"), "rubbish");
        Assert.Equal(0, (await _work.Enas("audit", "parts")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "parts", "--mode", "full")).ExitCode);
    }

    [Fact]
    public async Task What_was_told_and_changed_before_the_log_has_it_is_refused_and_can_be_told_again()
    {
        _work.Write("told.json", ProgramJobs.Text(evaluations: 6).Replace(
            "\"command\": [\"sh\", \"value.sh\", \"{a}\", \"{b}\", \"{seed}\"]", "\"kind\": \"told\", \"lag\": 4",
            StringComparison.Ordinal));
        Assert.Equal(75, (await _work.Enas("run", "told.json", "--out", "search")).ExitCode);
        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(0, (await _work.Enas("ask", "search")).ExitCode);
        }

        await FailsAsync(66, "trial 3 of search was not asked for yet", "tell", "search", "--trial", "3", "--value", "0.5");
        await FailsAsync(66, "waiting for a value: 0, 1, 2; not asked for yet: 3", "tell", "search", "--trial", "9", "--value", "0.5");
        Assert.Equal(0, (await _work.Enas("tell", "search", "--trial", "1", "--value", "0.5")).ExitCode);
        Assert.Equal(0, (await _work.Enas("tell", "search", "--trial", "2", "--value", "0.25")).ExitCode);
        var show = await _work.Enas("show", "search");
        Assert.Contains("search: stopped, until it is told what it waits for\n", show.Output, StringComparison.Ordinal);
        Assert.Matches("waiting      for trial 0: [^\n]*tell search --trial N --value ACCURACY\n", show.Output);
        Assert.Matches("to ask for   trial 3: [^\n]*ask search\n", show.Output);
        Assert.Contains("told         trials 1, 2, not in the log yet", show.Output, StringComparison.Ordinal);
        var audit = await _work.Enas("audit", "search");
        Assert.Equal(0, audit.ExitCode);
        Assert.Contains("not in log   2 results,", audit.Output, StringComparison.Ordinal);

        var file = Directory.GetFiles(In("search-children"), "result.json", SearchOption.AllDirectories)
            .Single(result => File.ReadAllText(result).Contains("\"value\":0.5", StringComparison.Ordinal));
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"value\":0.5", "\"value\":0.9", StringComparison.Ordinal));
        var damaged = await _work.Enas("audit", "search");
        Assert.Equal(10, damaged.ExitCode);
        Assert.Contains("is not the file that was written", damaged.Output, StringComparison.Ordinal);
        Assert.Matches("next         [^\n]*tell search --trial 1 --value ACCURACY, which puts", damaged.Output);
        var repair = await _work.Enas("repair", "search", "--json");
        Assert.Equal(10, repair.ExitCode);
        var unusable = repair.Json().GetProperty("notInTheLog").GetProperty("unusable").EnumerateArray().Single();
        Assert.Equal(1, unusable.GetProperty("trial").GetInt32());

        // Who asks is not kept from asking by what another told.
        var other = await _work.Enas("ask", "search", "--json");
        Assert.True(other.ExitCode == 0, other.Error);
        Assert.Equal(3, other.Json().GetProperty("trial").GetInt32());
        var lost = await _work.Enas("ask", "search", "--trial", "1");
        Assert.True(lost.ExitCode == 0, lost.Error);
        Assert.Contains("unusable     trial 1: what was told of it lies in a result.json that is not the file", lost.Output,
            StringComparison.Ordinal);
        var first = await _work.Enas("tell", "search", "--trial", "0", "--value", "0.75");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("Tell it again, which puts that file aside: enas tell", first.Output + first.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await _work.Enas("ask", "search", "--json")).Json().GetProperty("trial").GetInt32());
        var waits = await _work.Enas("ask", "search", "--json");
        Assert.True(waits.ExitCode == 75, waits.Error);
        Assert.Equal([1], waits.Json().GetProperty("unusable").EnumerateArray().Select(trial => trial.GetInt32()));
        Assert.Matches("unusable     what was told of trial 1: tell it again", (await _work.Enas("show", "search")).Output);
        var rests = await _work.Enas("resume", "search");
        Assert.Equal(75, rests.ExitCode);
        Assert.Contains("search --trial 1 --value ACCURACY", rests.Output + rests.Error, StringComparison.Ordinal);
        var again = await _work.Enas("tell", "search", "--trial", "1", "--value", "0.5");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("was put aside as result.aside-1.json", again.Output + again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("audit", "search")).ExitCode);
        var values = await _work.Enas("sql", "search", "SELECT metric FROM children ORDER BY 1", "--csv");
        Assert.EndsWith("0.25\n0.5\n0.75\n", values.Output, StringComparison.Ordinal);

        // What the log has cannot be told again, though its file is gone.
        File.Delete(file);
        await FailsAsync(65, "trial 1 was told before: value 0.5", "tell", "search", "--trial", "1", "--value", "0.9");
        Assert.False(File.Exists(file));
    }

    private string In(params string[] names) => Path.Combine([_work.Root, .. names]);

    private async Task FailsAsync(int code, string words, params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == code, $"{result.ExitCode}: {result.Output}{result.Error}");
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }
}
