using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Score;
using MediatR;

namespace Enas.Pipeline.Training;

/// <summary>Measures the network.</summary>
internal sealed class ScoreFixedNetworkHandler(IFixedNetwork network, Architecture architecture, ICostModel? costs)
    : IRequestHandler<ScoreFixedNetwork, CandidateScored>
{
    public Task<CandidateScored> Handle(ScoreFixedNetwork request, CancellationToken cancellationToken)
    {
        var loss = request.Source == CandidateSources.Test ? network.Test() : network.Validate();
        return Task.FromResult(
            CandidateScored.Of(request.Position, request.Source, request.Ordinal, architecture.Tokens, loss) with
            {
                Work = costs?.Evaluation(architecture, loss.TokenCount),
            });
    }
}
