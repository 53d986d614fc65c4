namespace Enas.Backends.Torch;
