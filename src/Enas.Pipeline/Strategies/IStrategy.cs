using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Strategies;

/// <summary>
/// Which steps a search makes, and who chooses in them. A strategy is put together from a schedule (which step when), a proposer (who
/// chooses) and what it does with the rewards; how an architecture is judged and how the search ends is not its affair.
/// </summary>
public interface IStrategy : IDisposable
{
    /// <summary>Which step comes when; a pure function of the step's number.</summary>
    ISchedule Schedule { get; }

    /// <summary>Registers the handlers of the requests that it sends.</summary>
    void AddHandlers(IHandlerRegistry registry);

    /// <summary>Whether nothing is left to do: the budget is used up, or the space is.</summary>
    /// <param name="state">What the strategy knows of the search.</param>
    /// <param name="stepCount">Steps done.</param>
    bool IsDone(IStrategyState state, long stepCount) => stepCount >= Schedule.TotalSteps;

    /// <summary>Steps in all as far as can be told by now, never fewer than were made.</summary>
    /// <param name="state">What the strategy knows of the search.</param>
    /// <param name="stepCount">Steps done.</param>
    long PlannedSteps(IStrategyState state, long stepCount) => Math.Max(Schedule.TotalSteps, stepCount);

    /// <summary>Makes one step: sends its requests one after the other. Reads top to bottom.</summary>
    Task StepAsync(IStrategyStep step);

    /// <summary>
    /// The architectures that it would choose now, each different from the ones before, as many as are asked for or as there are. A pure
    /// function of the strategy's weights and state.
    /// </summary>
    /// <param name="state">What the strategy knows of the search at its end.</param>
    /// <param name="position">Where the end stands.</param>
    /// <param name="count">How many.</param>
    IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count);

    /// <summary>
    /// Whether its candidates at the end are those that it names, though others have values of their own too: where values come from
    /// trainings of different lengths they cannot be compared.
    /// </summary>
    bool NamesItsBest => false;

    /// <summary>The training by which candidates are compared at the end, where architectures are trained alone.</summary>
    /// <param name="plan">Which training an architecture gets.</param>
    /// <param name="tokens">The candidate as its token string, in the form of the log.</param>
    ChildOrder FinalOrder(ChildPlan plan, string tokens) => plan.Order(tokens);

    /// <summary>What a checkpoint holds of it, a section each: what cannot be folded from the events. Most need none.</summary>
    IReadOnlyList<ICheckpointed> Sections => [];
}
