using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Evaluate;
using MediatR;

namespace Enas.Pipeline.Strategies;

/// <summary>One step while it is made: what was known before it, and the way for its requests.</summary>
public interface IStrategyStep
{
    /// <summary>Where the step stands.</summary>
    StepPosition Position { get; }

    /// <summary>What the strategy knows of the search before the step.</summary>
    IStrategyState State { get; }

    /// <summary>What was evaluated before the step, where a value is the architecture's own: a repeated architecture is
    /// answered from here.</summary>
    Trials Trials { get; }

    /// <summary>What an architecture costs, which is known once it was evaluated or admitted; none where the job records none.</summary>
    ArchitectureCosts CostsOf(string tokens);

    /// <summary>
    /// Whether a proposed architecture may be evaluated. Where the job has limits its costs are found out first; what does not keep them is
    /// recorded as rejected.
    /// </summary>
    /// <param name="ordinal">Number of the sample within the step.</param>
    /// <param name="tokens">The architecture as its token string, in the form of the log.</param>
    Task<bool> AdmitAsync(int ordinal, string tokens);

    /// <summary>
    /// Has an architecture evaluated and gives its reward. What was evaluated before is answered from there; where architectures are
    /// trained alone, it is trained first.
    /// </summary>
    /// <param name="ordinal">Number of the sample within the step.</param>
    /// <param name="tokens">The architecture as its token string, in the form of the log.</param>
    /// <exception cref="Steps.NonFiniteStepException">What was measured is not finite: the step ends as a recorded failure.</exception>
    /// <param name="dataOf">The step whose validation data it is measured on; null for this one.</param>
    /// <param name="known">What it came to before, where the strategy itself remembers; null for none.</param>
    Task<RewardEvaluated> EvaluateAsync(int ordinal, string tokens, long? dataOf = null, Evaluated? known = null);

    /// <summary>How many evaluations beyond those that are proposed are worth saying: those that will be asked for whatever the ones before
    /// them come to. 0 where that makes nothing faster, or where limits can turn a proposal down.</summary>
    int Ahead => 0;

    /// <summary>Says which evaluations come next, so that those that take long can be begun at once. It changes no result.</summary>
    void Expect(IReadOnlyList<ExpectedEvaluation> next)
    {
    }

    /// <summary>Has an architecture trained alone for a rung, and gives the reward of what that came to.</summary>
    /// <param name="ordinal">Number of the child within the step.</param>
    /// <param name="tokens">The architecture as its token string, in the form of the log.</param>
    /// <param name="rung">The number of the rung of halving or finals, from 0.</param>
    /// <param name="steps">Steps of training.</param>
    Task<RewardEvaluated> TrainAsync(int ordinal, string tokens, int rung, long steps);

    /// <summary>Sends a request through the mediator and gives the event that answers it, which becomes part of the step.</summary>
    /// <exception cref="Steps.NonFiniteStepException">What was measured is not finite: the step ends as a recorded failure.</exception>
    Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request)
        where TEvent : ISearchEvent;
}
