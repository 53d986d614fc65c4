using MediatR;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>End the search with a choice, and ask what the test set says of it, where that can be told without training.</summary>
/// <param name="Choice">The choice, without a test.</param>
public sealed record CompleteSearch(SearchCompleted Choice) : IRequest<SearchCompleted>;
