using Enas.Pipeline.Steps.Evaluate;
using Enas.Storage.Searches;

namespace Samples.Library;

/// <summary>Reads what a search recorded. Nothing here writes, and no backend is needed.</summary>
internal static class ReadLog
{
    public static async Task ReadAsync(string folder)
    {
        // Every event in order, each checked against its hash: what a reward was made of stands in it.
        var rewards = new List<double>();
        await foreach (var recorded in SearchLog.EventsAsync(folder))
        {
            if (recorded.Happened is RewardEvaluated { HasValue: true } evaluated)
            {
                rewards.Add(evaluated.Reward);
            }
        }

        // What all of them come to.
        var search = await SearchLog.ReadAsync(folder);
        Console.WriteLine($"{search.Status}: {search.EventCount} events, {rewards.Count} rewards, the best {rewards.Max():F4}");
        foreach (var candidate in search.State.Candidates.OrderBy(candidate => candidate.Rank))
        {
            Console.WriteLine($"candidate    {candidate.Tokens} ({candidate.Source})");
        }

        Console.WriteLine($"best         {search.Best}");
        Console.WriteLine($"fingerprint  {search.Fingerprint}");
    }
}
