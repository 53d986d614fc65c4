namespace Enas.Pipeline.Options;

/// <summary>A recurrent network and how it is trained: the supernet, and (inside <see cref="FinalTrainingOptions"/>)
/// the fixed network.</summary>
public sealed record RecurrentNetworkOptions
{
    /// <summary>Hidden and embedding width H.</summary>
    public required int Hidden { get; init; }

    /// <summary><c>edge</c> or <c>edge-activation</c>: what a weight matrix is shared over.</summary>
    public required string Sharing { get; init; }

    /// <summary>Decoder and embedding are one matrix.</summary>
    public required bool TiedDecoder { get; init; }

    public required bool DecoderBias { get; init; }

    /// <summary><c>none</c>, <c>average</c> (after the mean) or <c>nodes-and-average</c> (the official search network).</summary>
    public required string BatchNorm { get; init; }

    public required double BatchNormEpsilon { get; init; }

    /// <summary>Limit of the L2 norm of the cell's output at each time step, not of its nodes'; 0 for none.</summary>
    public required double HiddenNormLimit { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Window length T in tokens (BPTT).</summary>
    public required int SequenceLength { get; init; }

    /// <summary>Random window lengths (enas-lm): T with probability .95, else T/2, then a normal with deviation 5, at most T + 20; the rate
    /// scales with length / T.</summary>
    public required bool RandomSequenceLength { get; init; }

    /// <summary>Share of word types dropped for a whole sequence.</summary>
    public required double EmbeddingDropout { get; init; }

    /// <summary>Variational dropout on the input of the cell.</summary>
    public required double InputDropout { get; init; }

    /// <summary>Variational dropout on the input of every state and node product.</summary>
    public required double HiddenDropout { get; init; }

    /// <summary>Variational dropout before the decoder.</summary>
    public required double OutputDropout { get; init; }

    /// <summary>SGD learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Factor per epoch from <see cref="DecayStartEpoch"/> on.</summary>
    public required double DecayFactor { get; init; }

    public required int DecayStartEpoch { get; init; }

    public required double LearningRateFloor { get; init; }

    /// <summary>Steps over which the rate rises to that of the schedule; 0 for none.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>Largest global gradient norm over the active weights, 0 for none.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>λ of λ Σ w² over the active weights, added to the loss.</summary>
    public required double L2 { get; init; }

    /// <summary><c>mean</c> over tokens, or <c>sum-per-sequence</c>: the sum divided by the batch size (official).</summary>
    public required string Loss { get; init; }

    /// <summary>β of β · mean (h_t - h_{t-1})².</summary>
    public required double Slowness { get; init; }

    /// <summary>α of α · mean h².</summary>
    public required double ActivationL2 { get; init; }

    /// <summary>Initial weights are uniform in ± this.</summary>
    public required double InitRange { get; init; }
}
