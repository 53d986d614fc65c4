using Enas.Host.Tests.Cli;
using Enas.Pipeline.Steps.Score;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>
/// A search that is killed between two scores, in the screening, the refining and on the whole validation set: where random kills hit a
/// step or a child far more often. It ends with the fingerprint of one that never was.
/// </summary>
[Trait(FaultPlan.Trait, "2")]
public sealed class ScoringFaultTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_kill_between_two_scores_of_each_stage_costs_no_score()
    {
        var finals = FaultJobs.Finals(_work);
        var job = finals with
        {
            Arguments = [.. finals.Arguments, "--set", "log.groupEvents=1", "--set", "derive.refine=6", "--set", "derive.refineItems=4"],
        };
        var whole = new SearchUnderFire(_work, job, "whole");
        var fingerprint = (await whole.FinishAsync()).Json().GetProperty("fingerprint").GetString();
        foreach (var stage in (string[])[ScoreStages.Screen, ScoreStages.Refine, ScoreStages.Whole])
        {
            // The commit of the second score of the stage: the process dies right after it.
            var scores = await ScoresAsync(whole, stage);
            var commits = whole.Acknowledged().TakeWhile(commit => commit.Sequence < scores[1]).Count() + 1;
            var killed = new SearchUnderFire(_work, job, $"killed-{stage}");
            Assert.True(await killed.KillAsync(new Kill($"after-acknowledge:{commits}", default)));
            Assert.InRange((await ScoresAsync(killed, stage)).Count, 1, scores.Count - 1);
            Assert.Equal(fingerprint, (await killed.FinishAsync()).Json().GetProperty("fingerprint").GetString());
            Assert.Equal(scores.Count, (await ScoresAsync(killed, stage)).Count);
        }
    }

    private static async Task<List<long>> ScoresAsync(SearchUnderFire search, string stage)
    {
        var scores = new List<long>();
        await using var log = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(search.Folder), CancellationToken.None);
        await foreach (var row in log.ReadAsync(0, CancellationToken.None))
        {
            if (row.Row.EventType == CandidateScored.Name && CandidateScored.FromRow(row.Row).Stage == stage)
            {
                scores.Add(row.Sequence);
            }
        }

        return scores;
    }
}
