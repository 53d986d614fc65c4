using System.Collections.Immutable;
using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>An evaluated architecture entered the population, and one left it if it was full.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Entered">Who entered.</param>
/// <param name="Left">The slot of who left; null while the population was not full.</param>
/// <param name="Size">Members afterwards.</param>
/// <param name="Best">The highest reward among them.</param>
public sealed record PopulationUpdated(StepPosition Position, RecordedMember Entered, long? Left, int Size, double Best) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "population-updated";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<PopulationUpdated>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static PopulationUpdated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            new RecordedMember(
                facts.Integer("slot"), facts.Text("architecture"), facts.Number("reward"), facts.OptionalNumber("member_cost")),
            facts.Has("left") ? facts.Integer("left") : null,
            (int)facts.Integer("size"),
            facts.Number("best"));
    }

    /// <summary>The members after the event.</summary>
    public ImmutableArray<RecordedMember> Applied(ImmutableArray<RecordedMember> members)
    {
        var entered = members.Add(Entered);
        return Left is { } slot ? entered.RemoveAll(member => member.Slot == slot) : entered;
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Integer("slot", Entered.Slot)
            .Text("architecture", Entered.Tokens)
            .Number("reward", Entered.Reward)
            .OptionalNumber("member_cost", Entered.Cost);
        if (Left is { } left)
        {
            facts.Integer("left", left);
        }

        return FactRow.Of(Position, Name, facts.Integer("size", Size).Number("best", Best)) with
        {
            Architecture = Entered.Tokens,
            Reward = Entered.Reward
        };
    }
}
