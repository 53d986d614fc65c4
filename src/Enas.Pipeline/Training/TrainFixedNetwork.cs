using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Training;

/// <summary>Train the network on its next batch.</summary>
internal sealed record TrainFixedNetwork(StepPosition Position) : IRequest<ISearchEvent>;
