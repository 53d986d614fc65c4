using Enas.Pipeline.Events;
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

    /// <summary>Sends a request through the mediator and gives the event that answers it, which becomes part of the step.</summary>
    /// <exception cref="Steps.NonFiniteStepException">What was measured is not finite: the step ends as a recorded failure.</exception>
    Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request)
        where TEvent : ISearchEvent;
}
