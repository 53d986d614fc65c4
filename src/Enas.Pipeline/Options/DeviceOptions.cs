namespace Enas.Pipeline.Options;

/// <summary>How products are computed on the Torch backend. No facts of their own: what of it changes numbers is in the numerics.</summary>
public sealed record DeviceOptions
{
    /// <summary><c>f32</c>, <c>tf32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = "f32";

    /// <summary>Whether images lie pixel by pixel for convolutions.</summary>
    public bool ChannelsLast { get; init; }
}
