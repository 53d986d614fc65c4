using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using MediatR;

namespace Enas.Pipeline.Steps.Child;

/// <summary>Train an architecture alone.</summary>
/// <param name="Position">The step of the search.</param>
/// <param name="Ordinal">Number of the child within the step.</param>
/// <param name="Order">Which training.</param>
/// <param name="Stop">Says while it runs whether it is hopeless; null where nobody does.</param>
public sealed record TrainChild(StepPosition Position, int Ordinal, ChildOrder Order, IStopRule? Stop = null) : IRequest<ChildTrained>;
