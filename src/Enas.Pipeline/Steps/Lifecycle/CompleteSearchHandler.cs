using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>Asks the evaluator for the test of the chosen architecture, once, after the choice.</summary>
internal sealed class CompleteSearchHandler(SearchSpace space, IEvaluator evaluator) : IMeasuringHandler<CompleteSearch, SearchCompleted>
{
    /// <inheritdoc />
    public Task<SearchCompleted> Handle(CompleteSearch request, CancellationToken cancellationToken)
    {
        var test = TestOf(request.Choice.Tokens);
        return Task.FromResult(request.Choice with
        {
            TestPerplexity = ValueOf(test, Measure.Perplexity),
            TestAccuracy = ValueOf(test, Measure.Accuracy),
            TestReported = request.Choice.Reported is { } reported ? ValueOf(test, reported.Measure) : null,
        });
    }

    /// <inheritdoc />
    public SearchCompleted Again(CompleteSearch asked, SearchCompleted recorded) =>
        asked.Choice with
        {
            TestPerplexity = recorded.TestPerplexity,
            TestAccuracy = recorded.TestAccuracy,
            TestReported = recorded.TestReported,
        };

    // A search in which nothing could be evaluated chooses all the same.
    private Measurement? TestOf(string tokens)
    {
        try
        {
            return evaluator.Test(space.Parse(tokens));
        }
        catch (NonFiniteStepException)
        {
            return null;
        }
    }

    private static double? ValueOf(Measurement? test, Measure measure) => test?.Measure.Name == measure.Name ? test.Value : null;
}
