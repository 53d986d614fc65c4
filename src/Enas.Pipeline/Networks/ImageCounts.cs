namespace Enas.Pipeline.Networks;

/// <summary>What a network costs, from shapes alone. Batch norm's scales and shifts are parameters, its statistics are not.</summary>
/// <param name="Parameters">Weights without those of the auxiliary head.</param>
/// <param name="AuxiliaryParameters">Weights of the auxiliary head, which only training has.</param>
/// <param name="MultiplyAdds">Multiplications with a weight in convolutions and the last layer, for one image, without
/// the auxiliary head.</param>
/// <param name="AuxiliaryMultiplyAdds">Those of the auxiliary head, for one image.</param>
internal sealed record ImageCounts(long Parameters, long AuxiliaryParameters, long MultiplyAdds, long AuxiliaryMultiplyAdds = 0);
