using Enas.Host.Searches;

namespace Enas.Host.Tests.Cli;

/// <summary>Every screen with a validation score of a choice says what that score is worth.</summary>
public sealed class ValidationNoteTests : IDisposable
{
    private const string Sentence = "Rewards, the choice and the epoch of a training are all taken on the validation set, so scores on it "
        + "say more than new data would; only a test score is of data that nothing was chosen by.";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_and_its_training_say_it_when_they_end_and_when_they_are_shown()
    {
        Assert.Equal(Sentence, ValidationNote.Words);
        await SaysAsync("note     ", "run", "tiny.json", "--out", "s");
        await SaysAsync("note         ", "show", "s");
        await SaysAsync("note         ", "train", "s", "--out", "t");
        await SaysAsync("note         ", "show", "t");
    }

    /// <summary>What is not over has no choice, and what a proxy says was measured on no validation set; a training of it was.</summary>
    [Fact]
    public async Task Where_nothing_was_taken_on_it_nothing_is_said()
    {
        Assert.DoesNotContain("note ", await OutputAsync(75, "run", "tiny.json", "--out", "stopped", "--stop-after-steps", "3"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("note ", await OutputAsync(0, "show", "stopped"), StringComparison.Ordinal);
        _work.Job("tiny-zero-cost.json");
        Assert.DoesNotContain("note ", await OutputAsync(0, "run", "tiny-zero-cost.json", "--out", "z", "--set", "finals.count=0"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("note ", await OutputAsync(0, "show", "z"), StringComparison.Ordinal);
        await SaysAsync("note         ", "train", "z", "--out", "trained");
        await SaysAsync("note         ", "show", "trained");
    }

    private async Task SaysAsync(string label, params string[] arguments)
    {
        var lines = (await OutputAsync(0, arguments)).Split('\n');
        Assert.Equal([label + Sentence], lines.Where(line => line.StartsWith("note", StringComparison.Ordinal)));
    }

    private async Task<string> OutputAsync(int exitCode, params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == exitCode, result.Error);
        return result.Output;
    }
}
