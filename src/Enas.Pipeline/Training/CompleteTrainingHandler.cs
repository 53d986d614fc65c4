using Enas.Pipeline.Steps.Lifecycle;
using MediatR;

namespace Enas.Pipeline.Training;

/// <summary>Ends a training with what it measured: its test was made before, and is part of the choice.</summary>
internal sealed class CompleteTrainingHandler : IRequestHandler<CompleteSearch, SearchCompleted>
{
    public Task<SearchCompleted> Handle(CompleteSearch request, CancellationToken cancellationToken) => Task.FromResult(request.Choice);
}
