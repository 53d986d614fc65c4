using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using MediatR;

namespace Enas.Pipeline.Steps.Mixtures;

/// <summary>Count what every option costs.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
public sealed record MeasureOptionCosts(StepPosition Position) : IRequest<OptionCostsMeasured>;

/// <summary>Counts it.</summary>
/// <param name="costs">What its networks cost; null where the log answers.</param>
internal sealed class MeasureOptionCostsHandler(SearchSpace space, ICostModel? costs)
    : IMeasuringHandler<MeasureOptionCosts, OptionCostsMeasured>
{
    /// <inheritdoc />
    public Task<OptionCostsMeasured> Handle(MeasureOptionCosts request, CancellationToken cancellationToken)
    {
        var relaxation = space.Relaxation;
        var model = costs ?? throw new InvalidOperationException($"nobody counts what networks of {space.Kind} cost");
        long CostOf(int choice, int option)
        {
            var options = new int[relaxation.Choices.Count];
            options[choice] = option;
            return model.AddedMultiplyAddsOf(relaxation.ArchitectureOf(options));
        }

        return Task.FromResult(new OptionCostsMeasured(request.Position, CostOf(0, 0),
            [.. relaxation.Choices.Index().SelectMany(choice =>
                Enumerable.Range(0, choice.Item.OptionCount).Select(option => CostOf(choice.Index, option)))]));
    }

    /// <inheritdoc />
    public OptionCostsMeasured Again(MeasureOptionCosts asked, OptionCostsMeasured recorded) => recorded with { Position = asked.Position };
}
