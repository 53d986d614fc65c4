using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Steps.Update;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>One step of a search, top to bottom. A step that turns out not to be finite ends as a recorded failure.</summary>
public sealed class SearchStep(IMediator mediator, StepMeasurements measurements, JobOptions job)
{
    /// <summary>Makes the step and returns its rows, in order.</summary>
    public async Task<IReadOnlyList<LogRow>> RunAsync(SearchState state, StepPosition position, long weightStep, CancellationToken cancellationToken)
    {
        var rows = new List<LogRow>();
        try
        {
            if (position.Phase == Phases.Weights)
            {
                await WeightStepAsync(rows, position, weightStep, cancellationToken);
            }
            else
            {
                await PolicyStepAsync(rows, position, state.Baseline, cancellationToken);
            }
        }
        catch (NonFiniteStepException e)
        {
            rows.Add(new StepFailed(position, e.Reason).ToRow());
        }

        return rows;
    }

    private async Task WeightStepAsync(List<LogRow> rows, StepPosition position, long weightStep, CancellationToken cancellationToken)
    {
        var sampled = await SendAsync(new SampleArchitecture(position, 0), rows, cancellationToken);
        await SendAsync(new TrainSharedWeights(position, sampled.Tokens, weightStep), rows, cancellationToken);
    }

    private async Task PolicyStepAsync(List<LogRow> rows, StepPosition position, double? baseline, CancellationToken cancellationToken)
    {
        var signals = new List<PolicySignal>();
        for (var ordinal = 0; ordinal < job.Strategy.SamplesPerPolicyStep; ordinal++)
        {
            var sampled = await SendAsync(new SampleArchitecture(position, ordinal), rows, cancellationToken);
            var evaluated = await SendAsync(new EvaluateReward(position, ordinal, sampled.Tokens), rows, cancellationToken);
            signals.Add(new PolicySignal(sampled.Tokens, evaluated.Reward + (job.Policy.EntropyWeight * sampled.Entropy)));
        }

        await SendAsync(new UpdatePolicy(position, signals, baseline), rows, cancellationToken);
    }

    private async Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request, List<LogRow> rows, CancellationToken cancellationToken)
        where TEvent : ISearchEvent
    {
        var happened = await mediator.Send(request, cancellationToken);
        rows.Add(happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() });
        return happened;
    }
}
