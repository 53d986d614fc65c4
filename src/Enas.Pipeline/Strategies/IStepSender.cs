using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies;

/// <summary>Sends the requests of one step through the mediator. Each answer is an event of the step, in the order of sending.</summary>
public interface IStepSender
{
    /// <summary>Sends a request and gives the event that answers it.</summary>
    /// <exception cref="Steps.NonFiniteStepException">What was measured is not finite: the step ends as a recorded failure.</exception>
    Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request)
        where TEvent : ISearchEvent;
}
