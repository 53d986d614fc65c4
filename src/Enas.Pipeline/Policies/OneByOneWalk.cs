using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// The walk over a space of which nothing is known but its decisions (Zoph and Le 2017): one LSTM step and one softmax for each decision,
/// in their order; what was chosen is the next input, by an embedding of its own for each option of each decision. A
/// decision that is not open is passed over.
/// </summary>
internal sealed class OneByOneWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options, SearchSpace space)
    : PolicyWalk(scope, weights, options)
{
    public override void Run(Chooser choose)
    {
        var (input, first, values) = (Weights.FirstInput, 0, new int[space.Decisions.Count]);
        foreach (var (number, decision) in space.Decisions.Index())
        {
            if (!space.IsOpen(number, values))
            {
                first += decision.OptionCount;
                continue;
            }

            Advance(input);
            var logits = Scope.SliceColumns(Scope.MatMul(Hidden, Weights.OptionWeight!), first, decision.OptionCount);
            var chosen = choose(number, Scope.LogSoftmax(Squash(logits)))[0];
            values[number] = chosen;
            input = Scope.Embedding(Weights.OptionEmbedding, [first + chosen]);
            first += decision.OptionCount;
        }
    }
}
