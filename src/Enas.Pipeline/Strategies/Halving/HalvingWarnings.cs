using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>Rungs that tell nothing new, a sentence each.</summary>
internal static class HalvingWarnings
{
    /// <summary>The warnings of a ladder.</summary>
    /// <param name="ladder">Its rungs.</param>
    public static IEnumerable<string> Of(Ladder ladder)
    {
        var last = ladder.Count - 1;
        var alike = Enumerable.Range(1, last).Count(rung => ladder.StepsOf(rung) <= ladder.StepsOf(rung - 1));
        if (alike > 0)
        {
            yield return $"strategy.steps = {ladder.StepsOf(last)} over strategy.rungs = {ladder.Count}: {Counted.Of(alike, "rung")} "
                + $"{(alike == 1 ? "trains" : "train")} no longer than the one before, and a training of as many steps tells nothing new; "
                + "set strategy.steps to more, or strategy.rungs to less";
        }

        var single = Enumerable.Range(1, last).Count(rung => ladder.SizeOf(rung - 1) == 1);
        if (single > 0)
        {
            yield return $"strategy.rungs = {ladder.Count} with strategy.candidates = {ladder.SizeOf(0)}: one architecture alone is left "
                + $"before the last {Counted.Of(single, "rung")}, where nothing is chosen any more; "
                + $"set strategy.rungs = {ladder.Count - single}";
        }
    }
}
